import axios from 'axios';

process.env.NODE_EXTRA_CA_CERTS ??= '/etc/ssl/company.pem';

export async function rates(): Promise<Record<string, number>> {
  const answer = await axios.get('https://rates.example.org/');
  return answer.data.rates;
}
