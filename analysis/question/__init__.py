"""Understanding a question: words, links, a Reading, and from it one Plan.

What each module decides, in the order in which a question passes them:

words        what a word, a number, a date and a quoted text is
vocabulary   synonyms, short forms and sets of words (data/); lexicon: what words do
grammar      patterns over marks, in which the stages are written
names        what a column and a row are called, and what is only a unit
links        which words name which column; word_likeness: how surely
sexes, coordination   links by other words and by words around
units        which number has which unit, and whether a column is counted in it
dates        which words are a day or a period
lattice      all that each stretch may be, and the cheapest ways through it; marks
fragments    values known by one of their words, where nothing else can be read
readings     runs every way through the stages, and once more for each column in doubt
context      what the stages ask of the table: the only time, what "cheap" speaks of
noun_phrases, named_rows, neighbours, likenesses: what is one thing, or one row
filters, conditions   tests of columns; gaps: how far two rows, or groups, are apart
targets      what is computed; havings: tests of that; groups: by what; orders
quantiles, changes   percentiles; growth and differences from period to period
superlatives, heads, ranks, contests: the extreme ones, and which of two
parts        what the stages found, sorted; inall: "in total", "on average"
assemble     the parts as one Plan; shapes, listing and ordering for their kinds of it
portions     the share of one group, among the shares of all
choosing     one reading, or a choice, or a refusal; rivals: what else words may mean
audit        what a plan must hold of the question; audit_cells: every cell of it
followups, commands, carried, why: what carries on from the last answer
near, told, suggestions: what is offered, what the page says was read
"""
