"""Questions in SQL that nobody should answer: ways to read, to write, to stay, to grow.

`REFUSED` has to be refused before it runs; `GROWING` is one SELECT over the tables like any other
and has to be ended by a limit, or answered within all of them.
"""

from __future__ import annotations

REFUSED = {
    # Files
    "read a file as text": "SELECT * FROM read_text('/etc/passwd')",
    "read a file as CSV": "SELECT * FROM read_csv('/etc/passwd', header = false)",
    "read a file by its name": "SELECT * FROM '/etc/passwd'",
    "read the tables' own file": "SELECT * FROM 'foja.duckdb'",
    "read a file named as a table": 'WITH a AS (SELECT 1) SELECT * FROM a, "/etc/hosts.csv"',
    "list a folder": "SELECT * FROM glob('/etc/*')",
    "read octets": "SELECT content FROM read_blob('/proc/self/environ')",
    "read Parquet's inside": "SELECT * FROM parquet_metadata('/tmp/a.parquet')",
    "guess a CSV": "SELECT * FROM sniff_csv('/etc/passwd')",
    "copy to a file": "COPY trainings TO '/tmp/out.csv'",
    "copy from a file": "COPY trainings FROM '/etc/passwd'",
    "export all": "EXPORT DATABASE '/tmp/out'",
    "import all": "IMPORT DATABASE '/tmp/out'",
    "attach another": "ATTACH '/tmp/other.db' AS other",
    # The network
    "read from an address": "SELECT * FROM read_parquet('https://example.org/a.parquet')",
    "read from an address by name": "SELECT * FROM 'https://example.org/a.csv'",
    "install": "INSTALL httpfs",
    "load": "LOAD '/tmp/evil.duckdb_extension'",
    "keep a secret": "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    # Settings, environment, catalog
    "environment": "SELECT getenv('PATH')",
    "environment, named in full": "SELECT system.main.getenv('PATH')",
    "environment, behind a value": "SELECT 'PATH'.getenv()",
    "a setting": "SELECT current_setting('temp_directory')",
    "all settings": "SELECT * FROM duckdb_settings()",
    "all settings as a view": "SELECT * FROM pg_catalog.pg_settings",
    "secrets": "SELECT * FROM duckdb_secrets()",
    "databases": "SELECT * FROM duckdb_databases()",
    "views of the catalog": "SELECT * FROM information_schema.tables",
    "a view behind a name of its own": "WITH sqlite_master AS (SELECT * FROM sqlite_master) "
    "SELECT * FROM sqlite_master",
    "who is asking": "SELECT current_user, session_user, current_database()",
    "which version": "SELECT version(), * FROM pragma_version()",
    "memory of the process": "SELECT * FROM duckdb_memory()",
    "a pragma": "PRAGMA database_list",
    "a pragma called": "CALL pragma_storage_info('trainings')",
    "set": "SET memory_limit = '100GB'",
    "reset": "RESET ALL",
    "set a variable": "SET VARIABLE a = 1",
    # Writing
    "drop": "DROP TABLE trainings",
    "a table for a while": "CREATE TEMP TABLE t AS SELECT * FROM trainings",
    "a macro": "CREATE MACRO m() AS TABLE SELECT 1",
    "delete": "DELETE FROM trainings",
    "delete within WITH": "WITH d AS (DELETE FROM trainings RETURNING *) SELECT * FROM d",
    "insert within WITH": "WITH i AS (INSERT INTO countries VALUES ('XXX', 'a', 'b') RETURNING *) "
    "SELECT * FROM i",
    "a sequence": "SELECT nextval('s')",
    "write to the log": "SELECT write_log('a')",
    # Several, and SQL within texts
    "two statements": "SELECT 1; DROP TABLE trainings",
    "a transaction": "BEGIN; SELECT 1; COMMIT",
    "prepared": "PREPARE p AS SELECT 1",
    "executed": "EXECUTE p",
    "SQL from a text": "SELECT * FROM query('SELECT * FROM duckdb_settings()')",
    "a table from a text": "SELECT * FROM query_table('duckdb_settings')",
    "SQL from JSON": "SELECT * FROM json_execute_serialized_sql('{}')",
    "wait": "SELECT sleep_ms(100000)",
    "chance": "SELECT random(), uuid(), now()",
    "explain": "EXPLAIN ANALYZE SELECT count(*) FROM range(100000000000)",
}

GROWING = {
    "endless recursion": "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) "
    "SELECT count(*) FROM r",
    "a cross join": "SELECT count(*) FROM trainings a, trainings b, trainings c "
    "WHERE a.course_title || b.course_title <> c.course_title",
    "a huge range": "SELECT sum(range * 1.5) FROM range(1000000000000)",
    "a list without end": "SELECT list(range) FROM range(10000000000)",
    "a huge text": "SELECT repeat('a', 4000000000)",
    "texts that grow": "SELECT string_agg(repeat('a', 1000000), '') FROM range(100000)",
    "a sort of everything": "SELECT a.training_id FROM trainings a, range(10000) "
    "ORDER BY hash(a.training_id || range::VARCHAR)",
    "groups without end": "SELECT count(*) FROM (SELECT DISTINCT range, range::VARCHAR "
    "FROM range(1000000000))",
    "a slow expression of letters": "SELECT sum(length(regexp_replace(repeat('ab', 100000), "
    "'(a|b|ab)*c', '', 'g'))) FROM range(100000)",
    "a distance of long texts": "SELECT sum(levenshtein(repeat('a', 20000), repeat('b', 20000 + "
    "range::INT))) FROM range(10000)",
    "windows over everything": "SELECT count(DISTINCT x) FROM ("
    "SELECT sum(hash(a.training_id)::DOUBLE) OVER (ORDER BY range, a.training_id) AS x "
    "FROM trainings a, range(1000))",
    "wide padding": "SELECT sum(length(format('{:>2000000000}', 'a')))",
    "lists within lists": "SELECT list_transform(range(100000), x -> range(100000))",
    "brackets within brackets": f"SELECT {'(' * 1200}1{')' * 1200}",
    "calls within calls": f"SELECT {'abs(' * 700}1{')' * 700}",
    "queries within queries": f"SELECT {'(SELECT ' * 300}1{')' * 300}",
    "a long sum": f"SELECT {'1+' * 1900}1",
    "a row that is too large": "SELECT repeat('a', 20000000)",
    "a million rows": "SELECT * FROM range(1000000000)",
    "a product of many small joins": "SELECT count(*) FROM range(60)" + ", range(60)" * 11,
}

HOSTILE = {**REFUSED, **GROWING}
