import ldap
import ldap.filter


class Directory:
    def __init__(self, uri, base):
        self.base = base
        self.connection = ldap.initialize(uri)

    def phones(self, surname):
        template = "(&(objectClass=inetOrgPerson)(sn={}))"
        return self._attributes(template.format(ldap.filter.escape_filter_chars(surname)), "telephoneNumber")

    def _attributes(self, query, name):
        found = self.connection.search_s(self.base, ldap.SCOPE_SUBTREE, query, [name])
        return [attributes[name][0].decode() for _, attributes in found]
