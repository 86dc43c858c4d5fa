package dev.auditflow.check.policy.gatekeeper;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.parser.CelMacro;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server's CEL has and cel-java has not: functions of lists and of regular expressions, and a {@code has}
 * that finds no field in what has no fields, null above all.
 */
final class KubernetesCel {
    private static final CelType STRING = SimpleType.STRING;
    private static final TypeParamType ELEMENT = TypeParamType.create("T");
    private static final CelType LIST = ListType.create(ELEMENT);

    private static final String HAS_FIELDS = "@has_fields";

    /** {@code has(a.b)}: whether {@code a} can have fields, and if so, whether it has this one. */
    static final CelMacro HAS = CelMacro.newGlobalMacro("has", 1, (factory, _, arguments) -> {
        CelExpr field = arguments.getFirst();
        if (field.exprKind().getKind() != CelExpr.ExprKind.Kind.SELECT) {
            return Optional.of(factory.reportError("invalid argument to has() macro"));
        }
        CelExpr owner = field.select().operand();
        return Optional.of(factory.newGlobalCall(
                Operator.CONDITIONAL.getFunction(),
                factory.newGlobalCall(HAS_FIELDS, factory.copy(owner)),
                factory.newSelect(owner, field.select().field(), true),
                factory.newBoolLiteral(false)));
    });

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            CelFunctionDecl.newFunctionDeclaration(
                    HAS_FIELDS, CelOverloadDecl.newGlobalOverload("k8s_has_fields", SimpleType.BOOL, SimpleType.DYN)),
            CelFunctionDecl.newFunctionDeclaration(
                    "find", CelOverloadDecl.newMemberOverload("k8s_find", STRING, STRING, STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                    "findAll",
                    CelOverloadDecl.newMemberOverload("k8s_find_all", ListType.create(STRING), STRING, STRING),
                    CelOverloadDecl.newMemberOverload(
                            "k8s_find_all_limit", ListType.create(STRING), STRING, STRING, SimpleType.INT)),
            CelFunctionDecl.newFunctionDeclaration(
                    "isSorted", CelOverloadDecl.newMemberOverload("k8s_is_sorted", SimpleType.BOOL, LIST)),
            CelFunctionDecl.newFunctionDeclaration("min", CelOverloadDecl.newMemberOverload("k8s_min", ELEMENT, LIST)),
            CelFunctionDecl.newFunctionDeclaration("max", CelOverloadDecl.newMemberOverload("k8s_max", ELEMENT, LIST)),
            CelFunctionDecl.newFunctionDeclaration("sum", CelOverloadDecl.newMemberOverload("k8s_sum", ELEMENT, LIST)));

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("k8s_has_fields", Object.class, KubernetesCel::hasFields),
            CelFunctionBinding.from("k8s_find", String.class, String.class, KubernetesCel::find),
            CelFunctionBinding.from(
                    "k8s_find_all", String.class, String.class, (text, pattern) -> findAll(text, pattern, -1)),
            CelFunctionBinding.from(
                    "k8s_find_all_limit",
                    List.of(String.class, String.class, Long.class),
                    args -> findAll((String) args[0], (String) args[1], (Long) args[2])),
            CelFunctionBinding.from("k8s_is_sorted", List.class, KubernetesCel::isSorted),
            CelFunctionBinding.from("k8s_min", List.class, list -> extreme(list, -1)),
            CelFunctionBinding.from("k8s_max", List.class, list -> extreme(list, 1)),
            CelFunctionBinding.from("k8s_sum", List.class, KubernetesCel::sum));

    private KubernetesCel() {}

    /** A list is asked for the field, and says that it has none of the kind. */
    private static boolean hasFields(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<String> findAll(String text, String pattern, long limit) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(List<?> list, int sign) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException((sign < 0 ? "min" : "max") + " called on empty list");
        }
        Object best = list.getFirst();
        for (Object item : list) {
            best = compare(item, best) * sign > 0 ? item : best;
        }
        return best;
    }

    private static Object sum(List<?> list) {
        boolean whole = list.stream().allMatch(Long.class::isInstance);
        long sum = 0;
        double real = 0;
        for (Object item : list) {
            if (!(item instanceof Number number)) {
                throw new IllegalArgumentException("no such overload");
            }
            sum = whole ? Math.addExact(sum, number.longValue()) : sum;
            real += number.doubleValue();
        }
        return whole ? (Object) sum : (Object) real;
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Number left && b instanceof Number right) {
            return a instanceof Long && b instanceof Long
                    ? Long.compare(left.longValue(), right.longValue())
                    : Double.compare(left.doubleValue(), right.doubleValue());
        }
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        throw new IllegalArgumentException("no such overload");
    }
}
