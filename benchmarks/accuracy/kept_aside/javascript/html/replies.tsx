import { useEffect, useState } from 'react';

type Comment = { id: number; author: string; body: string };

export function Comments({ post }: { post: number }) {
  const [comments, setComments] = useState<Comment[]>([]);
  useEffect(() => {
    fetch(`/api/posts/${post}/comments`)
      .then((answer) => answer.json())
      .then(setComments);
  }, [post]);
  return (
    <ul>
      {comments.map((comment) => (
        <li key={comment.id}>{comment.body}</li>
      ))}
    </ul>
  );
}
