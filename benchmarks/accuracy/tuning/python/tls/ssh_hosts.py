import paramiko


def uptime(host: str) -> str:
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host, username="ops", timeout=10)
    _, output, _ = client.exec_command("uptime")
    return output.read().decode()
