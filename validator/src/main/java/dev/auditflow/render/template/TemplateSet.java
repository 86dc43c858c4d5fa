package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;
import dev.auditflow.render.OriginMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Templates that can call each other. Parsed by one thread; then executed by any number of threads, each with a context
 * of its own.
 */
public final class TemplateSet {
    /** What Helm calls the template that all others are associated with. */
    static final String ROOT = "gotpl";

    private static final String NO_VALUE = "<no value>";

    /**
     * What a template printed.
     *
     * @param text bytes that are no UTF-8 are lone surrogates, see {@link GoText}
     * @param origins of every character
     */
    public record Output(String text, OriginMap origins) {}

    private final FunctionTable functions;
    private final @Nullable TemplateSet parent;
    private final @Nullable TemplateHits hits;
    private final Map<String, Template> templates = new HashMap<>();

    /** An empty set. */
    public TemplateSet(FunctionTable functions) {
        this(functions, null, null);
    }

    /** An empty set that counts what is executed; then only one thread may execute it. */
    public TemplateSet(FunctionTable functions, TemplateHits hits) {
        this(functions, hits, null);
    }

    private TemplateSet(FunctionTable functions, @Nullable TemplateHits hits, @Nullable TemplateSet parent) {
        this.functions = functions;
        this.hits = hits;
        this.parent = parent;
    }

    /** Null when nobody counts. */
    @Nullable
    TemplateHits hits() {
        return hits;
    }

    FunctionTable functions() {
        return functions;
    }

    /**
     * Parses a file and adds its templates; an empty template does not replace another of its name.
     *
     * @param name of the template that the file's body is; errors name it
     * @param file where the text lies, for origins
     * @throws TemplateException with Go's message
     */
    public void parse(String name, String file, String text) {
        parse(new Tree(name, file, text, null));
    }

    private void parse(Tree tree) {
        try {
            Collection<Template> parsed = Parser.parse(tree, functions).values();
            if (hits != null) {
                hits.parsed(tree, parsed);
            }
            for (Template template : parsed) {
                if (find(template.name()) == null || !template.root().isEmpty()) {
                    templates.put(template.name(), template);
                }
            }
        } catch (StackOverflowError e) {
            throw new TemplateException("template: " + tree.parseName + ": nested too deeply", tree.file, 1, 0);
        }
    }

    @Nullable
    Template find(String name) {
        Template own = templates.get(name);
        return own != null || parent == null ? own : parent.find(name);
    }

    /**
     * Executes a template as Helm does: {@code <no value>} prints as nothing.
     *
     * @throws TemplateException with Go's message when it fails or a limit is reached
     */
    public Output execute(String name, @Nullable Object data, FnContext context) {
        Traced result = run(name, data, context, null);
        Traced clean = withoutNoValue(result);
        return new Output(String.valueOf(clean.value()), RunList.of(clean));
    }

    /** Executes a template into a text; the frame is null when no template calls it. */
    Traced run(String name, @Nullable Object data, FnContext context, @Nullable Frame frame) {
        Template template = find(name);
        if (template == null) {
            throw new TemplateException("template: no template " + GoQuote.quote(name) + " associated with template "
                    + GoQuote.quote(ROOT));
        }
        TracedText out = new TracedText(template.root(), frame);
        State state = new State(this, context, out, 0, template, data);
        try {
            template.root().walk(state);
        } catch (StackOverflowError e) {
            throw state.error("exceeded maximum template depth (" + State.MAX_DEPTH + ")");
        }
        return out.value();
    }

    /**
     * Parses and executes a text as a template that sees this set; what it defines is gone afterwards.
     *
     * @throws TemplateException without a place for parse errors, as Helm's tpl gives it
     */
    Traced runText(Object text, @Nullable Object data, FnContext context, Frame frame) {
        String source = String.valueOf(Traced.plain(text));
        if (!source.contains("{{") && text instanceof Traced traced) {
            return withoutNoValue(traced);
        }
        TemplateSet child = new TemplateSet(functions, hits, this);
        child.templates.put(ROOT, new Template(ROOT, new ListNode(new Tree(ROOT, "", "", null), 0, List.of())));
        try {
            child.parse(new Tree(ROOT, "", source, Traced.trace(text)));
        } catch (TemplateException e) {
            throw new TemplateException("cannot parse template " + GoQuote.quote(source) + ": " + e.text());
        }
        try {
            return withoutNoValue(child.run(ROOT, data, context, frame));
        } catch (TemplateException e) {
            throw new TemplateException(
                    "error during tpl function execution for " + GoQuote.quote(source) + ": " + e.text());
        }
    }

    private static Traced withoutNoValue(Traced result) {
        String text = String.valueOf(result.value());
        int found = text.indexOf(NO_VALUE);
        if (found < 0) {
            return result;
        }
        Node nowhere = CommandNode.EMPTY;
        TracedText out = new TracedText(nowhere, null);
        int from = 0;
        while (found >= 0) {
            out.append(text, from, found, result.trace(), nowhere);
            from = found + NO_VALUE.length();
            found = text.indexOf(NO_VALUE, from);
        }
        out.append(text, from, text.length(), result.trace(), nowhere);
        return out.value();
    }
}
