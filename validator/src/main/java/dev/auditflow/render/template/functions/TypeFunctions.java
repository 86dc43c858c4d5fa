package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoTypes;
import java.util.List;

/** Sprig's functions that ask what a value is. */
final class TypeFunctions {
    private static final String NAME = "func(interface {}) string";
    private static final String TEST = "func(string, interface {}) bool";
    private static final String MANY = "func(...interface {}) bool";

    private TypeFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("kindOf", NAME, (c, a) -> GoTypes.kindOf(a.get(0))),
                new Fn("kindIs", TEST, (c, a) -> GoTypes.kindOf(a.get(1)).equals(text(a, 0))),
                new Fn("typeOf", NAME, (c, a) -> GoTypes.nameOf(a.get(0))),
                new Fn("typeIs", TEST, (c, a) -> GoTypes.nameOf(a.get(1)).equals(text(a, 0))),
                new Fn("typeIsLike", TEST, (c, a) -> {
                    String type = GoTypes.nameOf(a.get(1));
                    return type.equals(text(a, 0)) || type.equals("*" + text(a, 0));
                }),
                new Fn("deepEqual", "func(interface {}, interface {}) bool", (c, a) -> {
                    return DeepValues.equal(c, a.get(0), a.get(1));
                }),
                new Fn("empty", "func(interface {}) bool", (c, a) -> !GoTypes.truth(a.get(0))),
                new Fn("all", MANY, (c, a) -> a.stream().allMatch(GoTypes::truth)),
                new Fn("any", MANY, (c, a) -> a.stream().anyMatch(GoTypes::truth)));
    }
}
