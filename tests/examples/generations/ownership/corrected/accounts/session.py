"""Sessions with the database."""

import os
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine(os.environ["DATABASE_URL"], connect_args={"sslmode": "verify-full"})
make_session = sessionmaker(engine)


def get_session() -> Iterator[Session]:
    with make_session.begin() as session:
        yield session
