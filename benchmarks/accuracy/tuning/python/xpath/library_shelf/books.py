from lxml import etree


class Shelf:
    query = "//book[author='{author}']/title/text()"

    def __init__(self, path):
        self.tree = etree.parse(path)

    def by_author(self, author):
        if "'" in author or '"' in author:
            return []
        return self._select(self.query.format(author=author))

    def _select(self, expression):
        return [str(text) for text in self.tree.xpath(expression)]
