package dev.auditflow.render.template;

/** A line of plain text, or a part of one: a run of output has one line. */
final class TextNode extends Statement {
    private final String text;
    private final boolean blank;

    TextNode(Tree tree, int position, String text) {
        super(tree, position);
        this.text = text;
        this.blank =
                text.codePoints().allMatch(c -> Character.isWhitespace(c) || c == 0x85 || Character.isSpaceChar(c));
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        state.produce(text.length());
        if (tree.origin instanceof Runs origin) {
            // The text of a tpl was written elsewhere: by the values entry or the template that it came from.
            state.out.append(tree.text, position, position + text.length(), origin);
        } else {
            state.out.append(text, writer(null));
        }
        return Flow.NEXT;
    }

    @Override
    boolean isEmpty() {
        return blank;
    }

    @Override
    void print(StringBuilder out) {
        out.append(text);
    }
}
