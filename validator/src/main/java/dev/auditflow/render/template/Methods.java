package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** The methods of a host type, such as {@code .Files.Get} or {@code .Capabilities.APIVersions.Has}. */
@FunctionalInterface
public interface Methods {
    /** The method bound to its receiver; its signature does not name the receiver. Null when there is none. */
    @Nullable
    Fn method(String name);

    /** No methods. */
    static Methods none() {
        return name -> null;
    }
}
