package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import java.util.ArrayList;
import java.util.List;

/** The functions of Sprig and Helm that this engine has beside those that carry origins. */
public final class SprigFunctions {
    private SprigFunctions() {}

    /** All of them. */
    public static List<Fn> all() {
        List<Fn> all = new ArrayList<>(StringFunctions.functions());
        all.addAll(MathFunctions.functions());
        all.addAll(CollectionFunctions.functions());
        all.addAll(EncodingFunctions.functions());
        all.addAll(RegexFunctions.functions());
        return List.copyOf(all);
    }
}
