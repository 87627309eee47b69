import logging
import os

import psycopg2

logger = logging.getLogger("db")


def connect():
    password = os.environ["PGPASSWORD"]
    url = f"postgresql://app:{password}@db/app"
    try:
        return psycopg2.connect(url)
    except psycopg2.OperationalError:
        logger.error("cannot connect to %s", url.rpartition("@")[2])
        raise
