from flask import Blueprint, abort
from flask_login import current_user, login_required

from .models import Message, db

bp = Blueprint("messages", __name__)


@bp.delete("/messages/<int:message_id>")
@login_required
def delete_message(message_id):
    message = db.session.get(Message, message_id)
    if message is None or message.recipient_id != current_user.id:
        abort(404)
    db.session.delete(message)
    db.session.commit()
    return "", 204
