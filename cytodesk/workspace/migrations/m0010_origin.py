"""Where an algorithm was installed from, so that it can be installed anew from there."""

SQL = """
alter table algorithm add column origin text;
"""
