import { useSearchParams } from 'react-router-dom';

export function Bio() {
  const [params] = useSearchParams();
  const text = params.get('bio') ?? '';
  return <div dangerouslySetInnerHTML={{ __html: text }} />;
}
