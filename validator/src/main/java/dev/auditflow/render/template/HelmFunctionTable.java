package dev.auditflow.render.template;

import dev.auditflow.render.template.functions.SprigFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The functions that Helm's templates have: Go's, Sprig's and Helm's own. */
public final class HelmFunctionTable {
    private HelmFunctionTable() {}

    /** The table of {@code helm template}: no cluster. */
    public static FunctionTable standard() {
        return with(List.of());
    }

    /**
     * Makes the table.
     *
     * @param others functions that replace those of the same name, such as {@code lookup} with answers
     */
    public static FunctionTable with(Collection<Fn> others) {
        List<Fn> all = new ArrayList<>(SprigFunctions.all());
        all.addAll(GoBuiltins.functions());
        all.addAll(TracedStrings.functions());
        all.addAll(TracedValues.functions());
        all.addAll(HelmFunctions.functions());
        all.addAll(others);
        return new FunctionTable(all);
    }
}
