import DOMPurify from 'dompurify';
import { useSearchParams } from 'react-router-dom';

export function Motto() {
  const [params] = useSearchParams();
  const text = params.get('motto') ?? '';
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />;
}
