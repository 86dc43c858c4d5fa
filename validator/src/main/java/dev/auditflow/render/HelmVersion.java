package dev.auditflow.render;

/** Which Helm our engine prints as; docs/rendering.md says where they differ. */
public enum HelmVersion {
    HELM_3,
    HELM_4
}
