package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One execution of one template: its variables, its dot, its output, and the node at work for error messages. */
final class State {
    static final int MAX_DEPTH = 100_000;

    /** Each include on the way adds to a message; a longer one is passed on as it is. */
    private static final int MAX_MESSAGE = 1 << 20;

    final TemplateSet templates;
    final FnContext context;
    final TracedText out;
    final int depth;
    final Template template;

    @Nullable
    Object dot;

    /** Whether the dot was read from a place of type {@code interface {}}, which errors tell. */
    boolean dotIsInterface;

    private Node node;
    private String[] names = new String[8];
    private @Nullable Object[] values = new Object[8];
    private boolean[] interfaces = new boolean[8];
    private int count;

    /** Starts a template; {@code out} knows where it is called from. */
    State(
            TemplateSet templates,
            FnContext context,
            TracedText out,
            int depth,
            Template template,
            @Nullable Object dot) {
        this.templates = templates;
        this.context = context;
        this.out = out;
        this.depth = depth;
        this.template = template;
        this.node = template.root();
        this.dot = dot;
        push("$", dot);
    }

    /** The execution that calls a function. */
    static State of(FnContext context) {
        State state = context.state;
        if (state == null) {
            throw new IllegalStateException("called outside of a template");
        }
        return state;
    }

    /** For a template that writes to the same output. */
    State nested(Template other, @Nullable Object otherDot) {
        return new State(templates, context, out, depth + 1, other, otherDot);
    }

    /** An empty text for the result of a function that is called at the current node. */
    TracedText text() {
        return new TracedText(node, out.frame);
    }

    /** As {@link #text()}, counted while it grows. */
    TracedText text(FnContext budget) {
        return new TracedText(node, out.frame, budget);
    }

    /** Executes a template for the current node. */
    Traced include(String name, @Nullable Object data) {
        return templates.run(name, data, context, new Frame(node, out.frame));
    }

    void at(Node current) {
        node = current;
    }

    Node node() {
        return node;
    }

    /** A call at this place; from inside of a {@code tpl} text it is the place that called it. */
    FnContext.Noise noise(String function) {
        Node place = node;
        for (Frame frame = out.frame; place.tree.file.isEmpty() && frame != null; frame = frame.outer()) {
            place = frame.call();
        }
        boolean inFile = !place.tree.file.isEmpty();
        return new FnContext.Noise(function, place.tree.file, inFile ? place.line() : 0);
    }

    int line() {
        return node.line();
    }

    int mark() {
        return count;
    }

    void pop(int mark) {
        Arrays.fill(values, mark, count, null);
        count = mark;
    }

    void push(String name, @Nullable Object value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
            interfaces = Arrays.copyOf(interfaces, count * 2);
        }
        names[count] = name;
        interfaces[count] = false;
        values[count++] = value;
    }

    /** Sets the variable that stands a number of places from the top. */
    void setTop(int fromTop, @Nullable Object value, boolean isInterface) {
        values[count - fromTop] = value;
        interfaces[count - fromTop] = isInterface;
    }

    void set(String name, @Nullable Object value, boolean isInterface) {
        int index = index(name);
        values[index] = value;
        interfaces[index] = isInterface;
    }

    int index(String name) {
        for (int i = count - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        throw error("undefined variable: " + name);
    }

    @Nullable
    Object variable(int index) {
        return values[index];
    }

    boolean isInterface(int index) {
        return interfaces[index];
    }

    void step() {
        try {
            context.step(1);
        } catch (TemplateException stopped) {
            throw error(stopped.text());
        }
    }

    void produce(long chars) {
        try {
            context.produce(chars);
            context.length(out.text.length());
        } catch (TemplateException stopped) {
            throw error(stopped.text());
        }
    }

    /** An error at the current node. */
    TemplateException error(String message) {
        String text = "template: " + node.tree.location(node.position) + ": executing " + GoQuote.quote(template.name())
                + " at <" + node.source() + ">: " + message;
        // A place inside of a tpl text is in no file: the caller's place counts.
        boolean inFile = !node.tree.file.isEmpty();
        return new TemplateException(
                text, node.tree.file, inFile ? node.line() : 0, inFile ? node.tree.byteColumn(node.position) : 0);
    }

    /** An error of a function that was called at a node; the innermost place is kept. */
    TemplateException failed(Node call, String function, TemplateException cause) {
        if (cause.text().length() > MAX_MESSAGE) {
            return cause;
        }
        node = call;
        TemplateException here = error("error calling " + function + ": " + cause.text());
        return cause.line() == 0
                ? here
                : new TemplateException(here.text(), cause.template(), cause.line(), cause.column());
    }
}
