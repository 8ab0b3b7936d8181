{{ subject_by_month() }}
