package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.gatekeeper.RegoToken.Kind;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import java.util.List;
import java.util.Optional;

/**
 * Moves a module of a template into a package of the template's own, so that many templates fit into one WebAssembly
 * module. What Gatekeeper keeps templates from, they are kept from here: imports but of libraries, and {@code data} but
 * its inventory. Lines stay where they are.
 */
final class RegoModule {
    private static final String LIB = "lib";
    private static final String INVENTORY = "inventory";

    private final RegoSource.Module module;
    private final String root;
    private final List<RegoToken> tokens;
    private final StringBuilder out = new StringBuilder();

    private RegoModule(RegoSource.Module module, String root) {
        this.module = module;
        this.root = root;
        this.tokens = RegoTokens.of(module.text());
    }

    /**
     * The main module of a template, as package {@code <root>.template}.
     *
     * @throws PolicyLoadException if Gatekeeper would not take it
     */
    static String main(RegoSource.Module module, String root) throws PolicyLoadException {
        RegoModule moved = new RegoModule(module, root);
        if (moved.tokens.stream().noneMatch(token -> token.depth() == 0 && token.isName("violation"))) {
            throw moved.refused(1, "has no rule named violation, so it could never report anything");
        }
        return moved.moved(root + ".template");
    }

    /**
     * A library, as package {@code <root>.lib.…}.
     *
     * @throws PolicyLoadException if Gatekeeper would not take it
     */
    static String lib(RegoSource.Module module, String root) throws PolicyLoadException {
        return new RegoModule(module, root).moved("");
    }

    /** Whether it asks for the objects of the cluster. */
    static boolean readsInventory(RegoSource source) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(source.main()), source.libs().stream())
                .anyMatch(module -> new RegoModule(module, "").namesInventory());
    }

    private boolean namesInventory() {
        for (int i = 0; i < tokens.size(); i++) {
            if (isData(i) && field(i).filter(INVENTORY::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** @param packageName the new name; empty to put the root before the old one */
    private String moved(String packageName) throws PolicyLoadException {
        boolean importing = false;
        for (int i = 0; i < tokens.size(); i++) {
            RegoToken token = tokens.get(i);
            boolean first = token.depth() == 0 && token.kind() == Kind.NAME && startsStatement(i);
            if (first && token.is("package")) {
                i = packageClause(i, packageName);
                continue;
            }
            importing = first ? token.is("import") : importing && !token.text().contains("\n");
            if (first && importing) {
                checkImport(i);
            }
            if (token.isName("external_data") && isCalled(i)) {
                throw refused(
                        token.line(),
                        "calls external_data: policies have no network, so providers of external data are not supported."
                                + " Pass what it looks up as parameters instead");
            }
            out.append(token.text());
            if (isData(i)) {
                out.append(checkedData(i));
            }
        }
        return out.toString();
    }

    private int packageClause(int start, String packageName) throws PolicyLoadException {
        int i = start + 1;
        StringBuilder name = new StringBuilder();
        while (i < tokens.size() && (name.isEmpty() || tokens.get(i).kind() != Kind.SPACE)) {
            name.append(tokens.get(i).kind() == Kind.SPACE ? "" : tokens.get(i).text());
            i++;
        }
        if (packageName.isEmpty() && !name.toString().matches("lib[.\\[].*")) {
            throw refused(
                    tokens.get(start).line(),
                    "is a library of the package %s; libraries are packages below lib, for example lib.%s"
                            .formatted(name, name));
        }
        out.append("package ").append(packageName.isEmpty() ? root + "." + name : packageName);
        return i - 1;
    }

    private void checkImport(int at) throws PolicyLoadException {
        int next = significant(at + 1, 1);
        if (next < 0) {
            return;
        }
        RegoToken what = tokens.get(next);
        boolean library = isData(next) && field(next).filter(LIB::equals).isPresent();
        if (!library && !what.is("future")) {
            throw refused(
                    what.line(),
                    what.is("rego")
                            ? "imports rego.v1, which Gatekeeper refuses; set version: v1 beside the source instead"
                            : "imports something else than data.lib.… or future.…, which Gatekeeper refuses");
        }
    }

    /** Text to put behind {@code data}: the way to the template's own libraries. */
    private String checkedData(int i) throws PolicyLoadException {
        String field = field(i).orElse("");
        if (field.equals(INVENTORY)) {
            return "";
        }
        if (field.equals(LIB)) {
            return "." + root;
        }
        throw refused(
                tokens.get(i).line(),
                "reads data%s; a template sees data.inventory and its own data.lib only"
                        .formatted(field.isEmpty() ? " as a whole" : "." + field));
    }

    /** Whether this names the document {@code data}, and no field or key of that name. */
    private boolean isData(int i) {
        if (!tokens.get(i).isName("data")) {
            return false;
        }
        int before = significant(i - 1, -1);
        return before < 0 || !tokens.get(before).is(".");
    }

    /** The field that a reference names first: {@code lib} of {@code data.lib} and {@code data["lib"]}. */
    private Optional<String> field(int i) {
        int next = significant(i + 1, 1);
        int then = next < 0 ? -1 : significant(next + 1, 1);
        if (then < 0) {
            return Optional.empty();
        }
        RegoToken field = tokens.get(then);
        if (tokens.get(next).is(".") && field.kind() == Kind.NAME) {
            return Optional.of(field.text());
        }
        boolean key = tokens.get(next).is("[") && field.kind() == Kind.STRING;
        return key ? Optional.of(field.text().substring(1, field.text().length() - 1)) : Optional.empty();
    }

    private boolean isCalled(int i) {
        int before = significant(i - 1, -1);
        int next = significant(i + 1, 1);
        return next >= 0
                && tokens.get(next).is("(")
                && (before < 0 || !tokens.get(before).is("."));
    }

    private boolean startsStatement(int i) {
        return i == 0 || (tokens.get(i - 1).kind() == Kind.SPACE && (i == 1 || startsLine(i - 1)));
    }

    private boolean startsLine(int space) {
        for (int i = space; i >= 0 && tokens.get(i).kind() == Kind.SPACE; i--) {
            if (tokens.get(i).text().contains("\n") || i == 0) {
                return true;
            }
        }
        return false;
    }

    private int significant(int from, int step) {
        int i = from;
        while (i >= 0 && i < tokens.size()) {
            if (tokens.get(i).kind() != Kind.SPACE) {
                return i;
            }
            i += step;
        }
        return -1;
    }

    private PolicyLoadException refused(int line, String what) {
        return new PolicyLoadException(
                "%s:%d: the Rego of the template %s.".formatted(module.file(), module.line() + line - 1, what));
    }
}
