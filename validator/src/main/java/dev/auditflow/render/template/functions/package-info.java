/** Functions that Sprig and Helm add to Go templates: one file a family. */
@NullMarked
package dev.auditflow.render.template.functions;

import org.jspecify.annotations.NullMarked;
