-- What the objects of a preview differ by, by their index. It can be long: lists of tickets do not read it.
alter table tickets add column differences jsonb;
