from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
engine = create_engine("postgresql://localhost/people")
SessionLocal = sessionmaker(bind=engine)


def get_session():
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()


@app.get("/people/{login}")
def read_person(login: str, db: Session = Depends(get_session)):
    statement = text("SELECT id, login, email FROM people WHERE login = :login")
    row = db.execute(statement, {"login": login}).mappings().first()
    if row is None:
        raise HTTPException(status_code=404)
    return dict(row)
