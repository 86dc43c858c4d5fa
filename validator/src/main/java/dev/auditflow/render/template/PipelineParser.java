package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what stands inside an action. */
final class PipelineParser {
    private static final int MAX_PARENS = 10_000;

    private final Parser parser;
    private final Tree tree;
    private final TokenBuffer tokens;
    private final FunctionTable functions;

    PipelineParser(Parser parser, Tree tree, TokenBuffer tokens, FunctionTable functions) {
        this.parser = parser;
        this.tree = tree;
        this.tokens = tokens;
        this.functions = functions;
    }

    /** Declarations and commands up to an end token, which is consumed. */
    PipeNode pipeline(String context, Kind end) {
        int position = tokens.peekNonSpace().position();
        List<VariableNode> variables = new ArrayList<>();
        boolean assigns = declarations(context, variables);
        List<CommandNode> commands = new ArrayList<>();
        while (true) {
            Token token = tokens.nextNonSpace();
            if (token.kind() == end) {
                check(commands, context);
                return new PipeNode(tree, position, variables, assigns, commands);
            }
            switch (token.kind()) {
                case BOOL,
                        CHAR_CONSTANT,
                        COMPLEX,
                        DOT,
                        FIELD,
                        IDENTIFIER,
                        NUMBER,
                        NIL,
                        RAW_STRING,
                        STRING,
                        VARIABLE,
                        LEFT_PAREN -> {
                    tokens.backup();
                    commands.add(command());
                }
                default -> throw parser.unexpected(token, context);
            }
        }
    }

    /** Reads declared or assigned variables; whether they are assigned. */
    private boolean declarations(String context, List<VariableNode> variables) {
        while (tokens.peekNonSpace().kind() == Kind.VARIABLE) {
            Token variable = tokens.next();
            Token after = tokens.peek();
            Token next = tokens.peekNonSpace();
            if (next.kind() == Kind.ASSIGN || next.kind() == Kind.DECLARE) {
                tokens.nextNonSpace();
                declare(variable, variables);
                return next.kind() == Kind.ASSIGN;
            }
            if (next.kind() == Kind.CHAR && next.text().equals(",")) {
                tokens.nextNonSpace();
                declare(variable, variables);
                if (!context.equals("range") || variables.size() >= 2) {
                    throw parser.error("too many declarations in " + context);
                }
                Kind following = tokens.peekNonSpace().kind();
                if (following != Kind.VARIABLE && following != Kind.RIGHT_DELIM && following != Kind.RIGHT_PAREN) {
                    throw parser.error("range can only initialize variables");
                }
                continue;
            }
            if (after.kind() == Kind.SPACE) {
                tokens.backup(variable, after);
            } else {
                tokens.backup(variable);
            }
            return false;
        }
        return false;
    }

    private void declare(Token variable, List<VariableNode> variables) {
        variables.add(new VariableNode(tree, variable.position(), List.of(variable.text())));
        parser.scope().variables.add(variable.text());
    }

    private void check(List<CommandNode> commands, String context) {
        if (commands.isEmpty()) {
            throw parser.error("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            Operand first = commands.get(i).first();
            if (first instanceof ConstantNode
                    || first instanceof DotNode
                    || first instanceof NilNode
                    || first instanceof NumberNode) {
                throw parser.error("non executable command in pipeline stage " + (i + 1));
            }
        }
    }

    private CommandNode command() {
        int position = tokens.peekNonSpace().position();
        List<Operand> operands = new ArrayList<>();
        while (true) {
            tokens.peekNonSpace();
            Operand operand = operand();
            if (operand != null) {
                operands.add(operand);
            }
            Token token = tokens.next();
            switch (token.kind()) {
                case SPACE -> {
                    continue;
                }
                case RIGHT_DELIM, RIGHT_PAREN -> tokens.backup();
                case PIPE -> {}
                default -> throw parser.unexpected(token, "operand");
            }
            break;
        }
        if (operands.isEmpty()) {
            throw parser.error("empty command");
        }
        return new CommandNode(tree, position, operands);
    }

    private @Nullable Operand operand() {
        Operand term = term();
        if (term == null || tokens.peek().kind() != Kind.FIELD) {
            return term;
        }
        int position = tokens.peek().position();
        List<String> fields = new ArrayList<>();
        while (tokens.peek().kind() == Kind.FIELD) {
            fields.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case FieldNode field -> new FieldNode(tree, position, joined(field.names(), fields));
            case VariableNode variable -> new VariableNode(tree, position, joined(variable.names(), fields));
            case ConstantNode constant -> throw afterTerm(constant);
            case NumberNode number -> throw afterTerm(number);
            case NilNode nil -> throw afterTerm(nil);
            case DotNode dot -> throw afterTerm(dot);
            default -> new ChainNode(tree, position, term, fields);
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private TemplateException afterTerm(Operand term) {
        return parser.error("unexpected . after term " + GoQuote.quote(term.source()));
    }

    private @Nullable Operand term() {
        Token token = tokens.nextNonSpace();
        int position = token.position();
        return switch (token.kind()) {
            case IDENTIFIER -> identifier(token);
            case DOT -> new DotNode(tree, position);
            case NIL -> new NilNode(tree, position);
            case VARIABLE -> variable(token);
            case FIELD -> new FieldNode(tree, position, List.of(token.text().substring(1)));
            case BOOL -> ConstantNode.bool(tree, position, token.text().equals("true"));
            case CHAR_CONSTANT, COMPLEX, NUMBER -> number(token);
            case LEFT_PAREN -> parenthesized();
            case STRING, RAW_STRING -> ConstantNode.string(tree, position, token.text(), unquote(token));
            default -> {
                tokens.backup();
                yield null;
            }
        };
    }

    private VariableNode variable(Token token) {
        if (!parser.scope().variables.contains(token.text())) {
            throw parser.error("undefined variable " + GoQuote.quote(token.text()));
        }
        return new VariableNode(tree, token.position(), List.of(token.text()));
    }

    private IdentifierNode identifier(Token token) {
        FunctionTable.Callable function = functions.find(token.text());
        if (function == null) {
            throw parser.error("function " + GoQuote.quote(token.text()) + " not defined");
        }
        return new IdentifierNode(tree, token.position(), function);
    }

    private NumberNode number(Token token) {
        try {
            return NumberNode.of(tree, token.position(), token);
        } catch (TemplateException e) {
            throw parser.error(e.text());
        }
    }

    private PipeNode parenthesized() {
        Parser.Scope scope = parser.scope();
        if (scope.parens >= MAX_PARENS) {
            throw parser.error("max expression depth exceeded");
        }
        scope.parens++;
        PipeNode pipe = pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
        scope.parens--;
        return pipe;
    }

    /** The value of a string literal. */
    String unquote(Token token) {
        String value = GoQuote.unquote(token.text());
        if (value == null) {
            throw parser.error("invalid syntax");
        }
        return value;
    }
}
