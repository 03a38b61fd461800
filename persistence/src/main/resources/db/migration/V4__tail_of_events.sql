-- What was committed since an earlier question is found by written_by, among the transactions that were not done then. The
-- order of one cluster's events, which it was made for, comes from whoever writes one holding the cluster.
create index events_written_by on events (written_by);
