package dev.auditflow.render.template.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's {@code regexp}: RE2 expressions, whose matching takes time linear in the text, with Go's rules for empty matches. */
final class GoRegex {
    private static final int MAX_GROUPS_SHOWN = 9;

    /** Work on this many states of this many characters counts as one step. */
    private static final int STATES_PER_STEP = 64;

    private static final int FAR_STATES_PER_STEP = 4096;

    private final Pattern pattern;
    private final FnContext context;

    private GoRegex(Pattern pattern, FnContext context) {
        this.pattern = pattern;
        this.context = context;
    }

    /** Where a match starts and ends. */
    private record Span(int start, int end) {}

    /**
     * Compiles an expression.
     *
     * @throws TemplateException in Go's words
     */
    static GoRegex compile(FnContext context, String expression) {
        try {
            RegexRepeats.check(expression);
            return new GoRegex(Pattern.compile(expression), context);
        } catch (PatternSyntaxException e) {
            throw new TemplateException(words(expression, String.valueOf(e.getMessage())));
        } catch (StackOverflowError e) {
            throw new TemplateException("error parsing regexp: expression nests too deeply: " + backquoted(expression));
        }
    }

    /** As {@link #compile}, with the words of Go's {@code MustCompile}. */
    static GoRegex must(FnContext context, String expression) {
        try {
            return compile(context, expression);
        } catch (TemplateException e) {
            String shown = GoQuote.canBackquote(expression) ? backquoted(expression) : GoQuote.quote(expression);
            throw new TemplateException("regexp: Compile(" + shown + "): " + e.text());
        }
    }

    private static String backquoted(String text) {
        return "`" + text + "`";
    }

    /** The two errors that the library words otherwise. */
    private static String words(String expression, String message) {
        if (message.contains("stack underflow")) {
            return "error parsing regexp: unexpected ): " + backquoted(expression);
        }
        return message.endsWith("trailing backslash at end of expression") ? message + ": ``" : message;
    }

    boolean matches(String text) {
        return next(pattern.matcher(text), text, 0) != null;
    }

    String find(String text) {
        Span found = next(pattern.matcher(text), text, 0);
        return found == null ? "" : text.substring(found.start, found.end);
    }

    private @Nullable Span next(Matcher matcher, String text, int from) {
        long size = pattern.programSize();
        context.step((text.length() - from) * size / FAR_STATES_PER_STEP);
        boolean found = matcher.find(from);
        int end = found ? matcher.end() : text.length();
        context.step(1 + (end - from) * size / STATES_PER_STEP);
        return found ? new Span(matcher.start(), end) : null;
    }

    /** The matches, at most a number of them; a number below zero means all. An empty match does not follow another. */
    private List<Span> spans(String text, long most) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int at = 0;
        int previousEnd = -1;
        while (at <= text.length() && (most < 0 || spans.size() < most)) {
            Span span = next(matcher, text, at);
            if (span == null) {
                break;
            }
            boolean accepted = span.end != span.start || span.start != previousEnd;
            at = span.end > at ? span.end : at + runeSize(text, at);
            previousEnd = span.end;
            if (accepted) {
                spans.add(span);
            }
        }
        return spans;
    }

    private static int runeSize(String text, int at) {
        return at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
    }

    List<String> findAll(String text, long most) {
        return spans(text, most).stream()
                .map(span -> text.substring(span.start, span.end))
                .toList();
    }

    /** Cuts at the matches into at most a number of parts. */
    List<String> split(String text, long most) {
        if (most == 0) {
            return List.of();
        }
        if (!pattern.pattern().isEmpty() && text.isEmpty()) {
            return List.of("");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        int end = 0;
        for (Span span : spans(text, most)) {
            if (most > 0 && parts.size() == most - 1) {
                break;
            }
            end = span.start;
            if (span.end != 0) {
                parts.add(text.substring(from, end));
            }
            from = span.end;
        }
        if (end != text.length()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    String replace(String text, String replacement, boolean literal) {
        StringBuilder out = new StringBuilder(text.length());
        Matcher matcher = pattern.matcher(text);
        int copied = 0;
        int at = 0;
        while (at <= text.length()) {
            Span span = next(matcher, text, at);
            if (span == null) {
                break;
            }
            int before = out.length();
            out.append(text, copied, span.start);
            if (span.end > copied || span.start == 0) {
                if (literal) {
                    out.append(replacement);
                } else {
                    expand(out, matcher, replacement);
                }
            }
            context.produce(out.length() - before);
            copied = span.end;
            at = span.end > at ? span.end : at + runeSize(text, at);
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** Appends a replacement with its {@code $1}, <code>${name}</code> and {@code $$}. */
    private void expand(StringBuilder out, Matcher matcher, String replacement) {
        int at = 0;
        while (at < replacement.length()) {
            int dollar = replacement.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            out.append(replacement, at, dollar);
            if (replacement.startsWith("$", dollar + 1)) {
                out.append('$');
                at = dollar + 2;
                continue;
            }
            boolean braced = replacement.startsWith("{", dollar + 1);
            int start = dollar + (braced ? 2 : 1);
            int end = start;
            while (end < replacement.length() && isWord(replacement.codePointAt(end))) {
                end += Character.charCount(replacement.codePointAt(end));
            }
            if (end == start || (braced && !replacement.startsWith("}", end))) {
                out.append('$');
                at = dollar + 1;
                continue;
            }
            out.append(group(matcher, replacement.substring(start, end)));
            at = braced ? end + 1 : end;
        }
        out.append(replacement, at, replacement.length());
    }

    private static boolean isWord(int rune) {
        return rune == '_' || Character.isLetter(rune) || Character.isDigit(rune);
    }

    /** A group by number or name; one that is not there or did not match is empty. */
    private String group(Matcher matcher, String name) {
        Integer index = null;
        boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number && (name.length() == 1 || name.charAt(0) != '0')) {
            index = name.length() > MAX_GROUPS_SHOWN ? Integer.valueOf(-1) : Integer.valueOf(name);
        } else {
            index = pattern.namedGroups().get(name);
        }
        if (index == null || index < 0 || index > matcher.groupCount()) {
            return "";
        }
        String text = matcher.group(index);
        return text == null ? "" : text;
    }
}
