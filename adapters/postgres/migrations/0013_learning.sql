-- When a process last took it upon itself to learn: one per night, however many processes have the tick. One row.
create table broadsheet.learning_turn (
  id smallint primary key default 1 check (id = 1),
  taken_at timestamptz not null
);
