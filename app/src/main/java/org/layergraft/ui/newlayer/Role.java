package org.layergraft.ui.newlayer;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerSpec;
import org.layergraft.text.Problem;

/**
 * What a new layer does where it goes.
 *
 * @param kind how it is used
 * @param module edited, or declared in
 */
public record Role(Kind kind, String module) {

    public enum Kind {
        INSERT,
        BRANCH_LOSS,
        BRANCH_OUTPUT,
        BRANCH_IGNORED,
        DECLARE
    }

    /** All that is possible there, the likeliest first. */
    static List<Role> possible(LayerKind layer, Spot spot) {
        var roles = new ArrayList<Role>();
        if (layer.callable() && spot.after().isPresent()) {
            for (Kind kind : List.of(Kind.INSERT, Kind.BRANCH_LOSS, Kind.BRANCH_OUTPUT, Kind.BRANCH_IGNORED)) {
                roles.add(new Role(kind, spot.module()));
            }
        }
        spot.inside().ifPresent(module -> roles.add(new Role(Kind.DECLARE, module)));
        if (!spot.inside().equals(java.util.Optional.of(spot.module()))) {
            roles.add(new Role(Kind.DECLARE, spot.module()));
        }
        return roles;
    }

    Problem text(Spot spot) {
        String key = "newlayer.role." + kind.name().toLowerCase(java.util.Locale.ROOT)
                + (kind == Kind.DECLARE && module.isEmpty() ? ".root" : "");
        return Problem.of(
                "ui", key, kind == Kind.DECLARE ? module : spot.after().orElse(""));
    }

    Edit edit(Spot spot, LayerSpec layer, Edit.Scope scope) {
        String after = spot.after().orElse("");
        return switch (kind) {
            case INSERT -> new Edit.Insert(module, after, layer, scope);
            case BRANCH_LOSS -> new Edit.Branch(module, after, layer, Edit.Use.LOSS, 1, scope);
            case BRANCH_OUTPUT -> new Edit.Branch(module, after, layer, Edit.Use.OUTPUT, 1, scope);
            case BRANCH_IGNORED -> new Edit.Branch(module, after, layer, Edit.Use.IGNORED, 1, scope);
            case DECLARE -> new Edit.Declare(module, layer, scope);
        };
    }
}
