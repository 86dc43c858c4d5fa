package dev.auditflow.render.template;

/**
 * A function of the templates.
 *
 * @param name as templates call it
 * @param goSignature as {@code %T} prints the Go function, from which arguments are checked
 * @param body what it does
 * @param aware whether the body takes {@link Traced} arguments and itself says where its result comes from; otherwise it
 *     gets plain values and its result counts as derived from all of them
 */
public record Fn(String name, String goSignature, Func body, boolean aware) {
    /** A function that gets plain values. */
    public Fn(String name, String goSignature, Func body) {
        this(name, goSignature, body, false);
    }

    /** A function that passes traces on. */
    public static Fn aware(String name, String goSignature, Func body) {
        return new Fn(name, goSignature, body, true);
    }
}
