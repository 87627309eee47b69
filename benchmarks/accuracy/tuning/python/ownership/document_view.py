from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from .database import get_db
from .models import Document, User
from .security import get_current_user

router = APIRouter()


@router.get("/documents/{document_id}")
def read_document(document_id: int, db: Session = Depends(get_db), user: User = Depends(get_current_user)):
    document = db.query(Document).filter(Document.id == document_id, Document.owner_id == user.id).first()
    if document is None:
        raise HTTPException(404)
    return {"title": document.title, "text": document.text}
