-- What search looks at: the words of each paper as src/search/index-words makes them, one space between.
-- The index over all three comes at start, because not every server has the same kinds (search-index.ts).
create table broadsheet.search_papers (
  paper_id text primary key references broadsheet.papers on delete cascade,
  title_words text not null,
  text_words text not null,
  name_words text not null,
  categories text[] not null,
  -- Latest day a daily list or an announcement showed the paper.
  listed_on date not null,
  -- Version of the rules the words were made by.
  rules smallint not null
) with (fillfactor = 90);
create index search_papers_title on broadsheet.search_papers using gin (string_to_array(title_words, ' '));
create index search_papers_names on broadsheet.search_papers using gin (string_to_array(name_words, ' '));
create index search_papers_listed on broadsheet.search_papers (listed_on, paper_id);
-- What ANALYZE would learn of long lines of words is of no use to the planner and takes seconds.
alter table broadsheet.search_papers
  alter column title_words set statistics 0,
  alter column text_words set statistics 0,
  alter column name_words set statistics 0;

-- In how many papers a word stands: in titles, and anywhere. Counted along in the transaction that saves the papers.
-- Room on each page lets a count change in place.
create table broadsheet.search_words (
  word text collate "C" primary key,
  titles integer not null,
  texts integer not null
) with (fillfactor = 70);

create table broadsheet.search_totals (
  only_one boolean primary key default true check (only_one),
  papers integer not null,
  title_words bigint not null,
  text_words bigint not null
);
insert into broadsheet.search_totals (papers, title_words, text_words) values (0, 0, 0);
