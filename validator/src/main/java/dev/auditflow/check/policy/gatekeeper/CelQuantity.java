package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.schema.Quantities;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.util.List;

/** The API server's functions of resource quantities: {@code quantity('1Gi').isGreaterThan(quantity('1G'))}. */
record CelQuantity(BigDecimal amount) {
    private static final CelType TYPE = OpaqueType.create("kubernetes.Quantity");

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            CelFunctionDecl.newFunctionDeclaration(
                    "quantity", CelOverloadDecl.newGlobalOverload("k8s_quantity", TYPE, SimpleType.STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                    "isQuantity",
                    CelOverloadDecl.newGlobalOverload("k8s_is_quantity", SimpleType.BOOL, SimpleType.STRING)),
            member("isInteger", SimpleType.BOOL),
            member("asInteger", SimpleType.INT),
            member("asApproximateFloat", SimpleType.DOUBLE),
            CelFunctionDecl.newFunctionDeclaration(
                    "sign", CelOverloadDecl.newGlobalOverload("k8s_quantity_sign", SimpleType.INT, TYPE)),
            member("isGreaterThan", SimpleType.BOOL, TYPE),
            member("isLessThan", SimpleType.BOOL, TYPE),
            member("compareTo", SimpleType.INT, TYPE),
            CelFunctionDecl.newFunctionDeclaration(
                    "add",
                    CelOverloadDecl.newMemberOverload("k8s_quantity_add", TYPE, TYPE, TYPE),
                    CelOverloadDecl.newMemberOverload("k8s_quantity_add_int", TYPE, TYPE, SimpleType.INT)),
            CelFunctionDecl.newFunctionDeclaration(
                    "sub",
                    CelOverloadDecl.newMemberOverload("k8s_quantity_sub", TYPE, TYPE, TYPE),
                    CelOverloadDecl.newMemberOverload("k8s_quantity_sub_int", TYPE, TYPE, SimpleType.INT)));

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("k8s_quantity", String.class, CelQuantity::of),
            CelFunctionBinding.from(
                    "k8s_is_quantity",
                    String.class,
                    text -> Quantities.amount(text).isPresent()),
            CelFunctionBinding.from("k8s_quantity_isInteger", CelQuantity.class, CelQuantity::isInteger),
            CelFunctionBinding.from("k8s_quantity_asInteger", CelQuantity.class, CelQuantity::asInteger),
            CelFunctionBinding.from("k8s_quantity_asApproximateFloat", CelQuantity.class, CelQuantity::asFloat),
            CelFunctionBinding.from(
                    "k8s_quantity_sign", CelQuantity.class, quantity -> (long) quantity.amount.signum()),
            CelFunctionBinding.from(
                    "k8s_quantity_isGreaterThan", CelQuantity.class, CelQuantity.class, (a, b) -> a.compare(b) > 0),
            CelFunctionBinding.from(
                    "k8s_quantity_isLessThan", CelQuantity.class, CelQuantity.class, (a, b) -> a.compare(b) < 0),
            CelFunctionBinding.from(
                    "k8s_quantity_compareTo", CelQuantity.class, CelQuantity.class, CelQuantity::compare),
            CelFunctionBinding.from(
                    "k8s_quantity_add", CelQuantity.class, CelQuantity.class, (a, b) -> a.plus(b.amount)),
            CelFunctionBinding.from(
                    "k8s_quantity_add_int", CelQuantity.class, Long.class, (a, n) -> a.plus(BigDecimal.valueOf(n))),
            CelFunctionBinding.from(
                    "k8s_quantity_sub", CelQuantity.class, CelQuantity.class, (a, b) -> a.plus(b.amount.negate())),
            CelFunctionBinding.from(
                    "k8s_quantity_sub_int",
                    CelQuantity.class,
                    Long.class,
                    (a, n) -> a.plus(BigDecimal.valueOf(n).negate())));

    private static CelFunctionDecl member(String name, CelType result, CelType... arguments) {
        List<CelType> all = new java.util.ArrayList<>(List.of(TYPE));
        all.addAll(List.of(arguments));
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newMemberOverload("k8s_quantity_" + name, result, all));
    }

    private static CelQuantity of(String text) {
        return Quantities.amount(text)
                .map(CelQuantity::new)
                .orElseThrow(() -> new IllegalArgumentException("quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
    }

    private boolean isInteger() {
        return amount.signum() == 0 || amount.stripTrailingZeros().scale() <= 0;
    }

    private long asInteger() {
        if (!isInteger()) {
            throw new IllegalArgumentException("cannot convert value to integer");
        }
        return amount.longValueExact();
    }

    private double asFloat() {
        return amount.doubleValue();
    }

    private long compare(CelQuantity other) {
        return amount.compareTo(other.amount);
    }

    private CelQuantity plus(BigDecimal more) {
        return new CelQuantity(amount.add(more));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CelQuantity(BigDecimal value) && amount.compareTo(value) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }
}
