"""Python at its best: connects while it starts, as our function does, and keeps the connection."""
import sample

connection = sample.connect()


def handler(_event, _context):
    return sample.tables(connection)
