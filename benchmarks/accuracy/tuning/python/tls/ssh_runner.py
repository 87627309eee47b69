import paramiko


def uptime(host: str) -> str:
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host, username="ops", timeout=10)
    _, output, _ = client.exec_command("uptime")
    return output.read().decode()
