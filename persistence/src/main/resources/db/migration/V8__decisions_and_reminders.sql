-- The preview that was decided on, without the differences of its objects; not noted of earlier decisions.
alter table decisions add column seen jsonb;

-- When people were told last that a ticket is about to expire; it counts until the ticket changes.
alter table tickets add column reminded_at timestamptz;

create index tickets_undecided on tickets (updated_at) where state = 'awaiting-approval';
