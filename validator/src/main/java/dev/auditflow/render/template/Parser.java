package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses the statements of a file into its templates. Recursive descent. */
final class Parser {
    /** What is known while one template is parsed; a definition inside starts afresh. */
    static final class Scope {
        final List<String> variables = new ArrayList<>(List.of("$"));
        int ranges;
        int actionLine;
        int parens;
    }

    /** The end of a list of statements. */
    private record End(boolean isElse) {
        String describe() {
            return isElse ? "{{else}}" : "{{end}}";
        }
    }

    private record Body(ListNode list, End end) {}

    private final Tree tree;
    private final TokenBuffer tokens;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final PipelineParser pipelines;
    private Scope scope = new Scope();

    private Parser(Tree tree, FunctionTable functions) {
        this.tree = tree;
        this.tokens = new TokenBuffer(new Lexer(tree));
        this.pipelines = new PipelineParser(this, tree, tokens, functions);
    }

    /**
     * Parses a file.
     *
     * @return the templates that it defines, itself the last one defined
     * @throws TemplateException with Go's message
     */
    static Map<String, Template> parse(Tree tree, FunctionTable functions) {
        Parser parser = new Parser(tree, functions);
        parser.file();
        return parser.templates;
    }

    Scope scope() {
        return scope;
    }

    TemplateException error(String message) {
        String text = "template: " + tree.parseName + ":" + tokens.line() + ": " + message;
        return new TemplateException(text, tree.file, tokens.line(), 0);
    }

    TemplateException unexpected(Token token, String context) {
        if (token.kind() != Kind.ERROR) {
            return error("unexpected " + token.describe() + " in " + context);
        }
        String extra = "";
        if (scope.actionLine != 0 && scope.actionLine != token.line()) {
            String place = " started at " + tree.parseName + ":" + scope.actionLine;
            extra = token.text().endsWith(" action") ? place : " in action" + place;
        }
        return error(token.text() + extra);
    }

    private Token expect(Kind kind, String context) {
        Token token = tokens.nextNonSpace();
        if (token.kind() != kind) {
            throw unexpected(token, context);
        }
        return token;
    }

    private void file() {
        int start = tokens.peek().position();
        List<Statement> statements = new ArrayList<>();
        while (tokens.peek().kind() != Kind.EOF) {
            if (tokens.peek().kind() == Kind.LEFT_DELIM) {
                Token delim = tokens.next();
                if (tokens.nextNonSpace().kind() == Kind.DEFINE) {
                    define();
                    continue;
                }
                tokens.backup(delim);
            }
            End end = textOrAction(statements);
            if (end != null) {
                throw error("unexpected " + end.describe());
            }
        }
        add(tree.parseName, new ListNode(tree, start, statements));
    }

    private void add(String name, ListNode root) {
        Template before = templates.get(name);
        if (before == null || before.root().isEmpty()) {
            templates.remove(name);
            templates.put(name, new Template(name, root));
        } else if (!root.isEmpty()) {
            throw error("template: multiple definition of template " + GoQuote.quote(name));
        }
    }

    private void define() {
        Token name = tokens.nextNonSpace();
        if (name.kind() != Kind.STRING && name.kind() != Kind.RAW_STRING) {
            throw withFreshScope(() -> unexpected(name, "define clause"));
        }
        String unquoted = pipelines.unquote(name);
        withFreshScope(() -> {
            expect(Kind.RIGHT_DELIM, "define clause");
            add(unquoted, definition("define clause"));
            return unquoted;
        });
    }

    private ListNode definition(String context) {
        Body body = statements();
        if (body.end.isElse) {
            throw error("unexpected {{else}} in " + context);
        }
        return body.list;
    }

    private <T> T withFreshScope(Supplier<T> work) {
        Scope outer = scope;
        scope = new Scope();
        T result = work.get();
        scope = outer;
        return result;
    }

    /** Statements up to an end or else. */
    private Body statements() {
        int start = tokens.peekNonSpace().position();
        List<Statement> statements = new ArrayList<>();
        while (tokens.peekNonSpace().kind() != Kind.EOF) {
            End end = textOrAction(statements);
            if (end != null) {
                return new Body(new ListNode(tree, start, statements), end);
            }
        }
        throw error("unexpected EOF");
    }

    /** Adds the next statement, or gives the end that stands there. */
    private @Nullable End textOrAction(List<Statement> into) {
        Token token = tokens.nextNonSpace();
        switch (token.kind()) {
            case TEXT -> text(token, into);
            case LEFT_DELIM -> {
                scope.actionLine = token.line();
                Scope own = scope;
                End end = action(into);
                own.actionLine = 0;
                return end;
            }
            default -> throw unexpected(token, "input");
        }
        return null;
    }

    private void text(Token token, List<Statement> into) {
        String text = token.text();
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline + 1;
            into.add(new TextNode(tree, token.position() + from, text.substring(from, to)));
            from = to;
        }
    }

    private @Nullable End action(List<Statement> into) {
        Token token = tokens.nextNonSpace();
        switch (token.kind()) {
            case BLOCK -> into.add(block());
            case BREAK -> into.add(jump(token, Flow.BREAK));
            case CONTINUE -> into.add(jump(token, Flow.CONTINUE));
            case ELSE -> {
                return otherwise();
            }
            case END -> {
                expect(Kind.RIGHT_DELIM, "end");
                return new End(false);
            }
            case IF, RANGE, WITH -> into.add(control(token.kind()));
            case TEMPLATE -> into.add(template());
            default -> {
                tokens.backup();
                int position = tokens.peek().position();
                into.add(new ActionNode(tree, position, pipelines.pipeline("command", Kind.RIGHT_DELIM)));
            }
        }
        return null;
    }

    private JumpNode jump(Token token, Flow flow) {
        String name = flow == Flow.BREAK ? "{{break}}" : "{{continue}}";
        Token after = tokens.nextNonSpace();
        if (after.kind() != Kind.RIGHT_DELIM) {
            throw unexpected(after, name);
        }
        if (scope.ranges == 0) {
            throw error(name + " outside {{range}}");
        }
        return new JumpNode(tree, token.position(), flow);
    }

    private End otherwise() {
        Kind next = tokens.peekNonSpace().kind();
        if (next != Kind.IF && next != Kind.WITH) {
            expect(Kind.RIGHT_DELIM, "else");
        }
        return new End(true);
    }

    private Statement control(Kind kind) {
        int mark = scope.variables.size();
        String context = kind == Kind.IF ? "if" : kind == Kind.WITH ? "with" : "range";
        PipeNode pipe = pipelines.pipeline(context, Kind.RIGHT_DELIM);
        scope.ranges += kind == Kind.RANGE ? 1 : 0;
        Body body = statements();
        scope.ranges -= kind == Kind.RANGE ? 1 : 0;
        ListNode otherwise = body.end.isElse ? elseList(kind) : null;
        scope.variables.subList(mark, scope.variables.size()).clear();
        return switch (kind) {
            case IF -> new IfNode(pipe, body.list, otherwise);
            case WITH -> new WithNode(pipe, body.list, otherwise);
            default -> new RangeNode(pipe, body.list, otherwise);
        };
    }

    /** What follows an else; {@code else if} is an else with one statement in it. */
    private ListNode elseList(Kind kind) {
        Token next = tokens.peek();
        if (next.kind() == kind && kind != Kind.RANGE) {
            tokens.next();
            return new ListNode(tree, next.position(), List.of(control(kind)));
        }
        Body rest = statements();
        if (rest.end.isElse) {
            throw error("expected end; found {{else}}");
        }
        return rest.list;
    }

    private TemplateNode block() {
        Token token = tokens.nextNonSpace();
        String name = templateName(token, "block clause");
        PipeNode pipe = pipelines.pipeline("block clause", Kind.RIGHT_DELIM);
        withFreshScope(() -> {
            add(name, definition("block clause"));
            return name;
        });
        return new TemplateNode(tree, token.position(), name, pipe);
    }

    private TemplateNode template() {
        Token token = tokens.nextNonSpace();
        String name = templateName(token, "template clause");
        PipeNode pipe = null;
        if (tokens.nextNonSpace().kind() != Kind.RIGHT_DELIM) {
            tokens.backup();
            pipe = pipelines.pipeline("template clause", Kind.RIGHT_DELIM);
        }
        return new TemplateNode(tree, token.position(), name, pipe);
    }

    private String templateName(Token token, String context) {
        if (token.kind() != Kind.STRING && token.kind() != Kind.RAW_STRING) {
            throw unexpected(token, context);
        }
        return pipelines.unquote(token);
    }
}
