"""Dependencies as manifests declare them: their names, versions and licences; checks use it. Nothing is downloaded."""
