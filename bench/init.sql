-- What the workloads read.
CREATE TABLE bench_rows3 (
    n NUMBER,
    s VARCHAR2(20),
    d DATE
);
INSERT INTO bench_rows3 (n, s, d)
    SELECT LEVEL, 'row number ' || LEVEL, TO_DATE('2024-01-01', 'YYYY-MM-DD') + MOD(LEVEL, 365)
    FROM dual CONNECT BY LEVEL <= 100000;
COMMIT;
