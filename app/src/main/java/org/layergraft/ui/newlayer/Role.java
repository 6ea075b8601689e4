package org.layergraft.ui.newlayer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerSpec;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Places;

/**
 * What a new layer does where it goes.
 *
 * @param kind how it is used
 * @param module edited, or declared in
 */
public record Role(Kind kind, String module) {

    public enum Kind {
        INSERT,
        WRAP,
        REPLACE,
        BRANCH_LOSS,
        BRANCH_OUTPUT,
        BRANCH_IGNORED,
        DECLARE
    }

    /** All that is possible there, the likeliest first; empty where this kind of layer cannot go. */
    static List<Role> possible(LayerKind layer, Spot spot) {
        var roles = new ArrayList<Role>();
        if (layer.callable() && spot.after().isPresent()) {
            roles.add(new Role(Kind.INSERT, spot.module()));
        }
        if (layer.role() != LayerKind.Role.VALUE) {
            // On an edge, only what needs a module to be wrapped around looks at where the edge comes from.
            var around = layer.callable() ? spot.inside() : spot.called();
            around.filter(path -> !path.isEmpty()).ifPresent(path -> {
                roles.add(new Role(Kind.WRAP, path));
                if (layer.callable()) {
                    roles.add(new Role(Kind.REPLACE, path));
                }
            });
        }
        if (layer.callable() && spot.after().isPresent()) {
            for (Kind kind : List.of(Kind.BRANCH_LOSS, Kind.BRANCH_OUTPUT, Kind.BRANCH_IGNORED)) {
                roles.add(new Role(kind, spot.module()));
            }
        }
        if (layer.role() != LayerKind.Role.BESIDE) {
            spot.inside().ifPresent(module -> roles.add(new Role(Kind.DECLARE, module)));
            if (!spot.inside().equals(Optional.of(spot.module()))) {
                roles.add(new Role(Kind.DECLARE, spot.module()));
            }
        }
        return roles;
    }

    /** In a few words, however long the path is: a list of choices has no room for more. */
    Problem text() {
        return Problem.of("ui", "newlayer.role." + key(), Places.shortName(module));
    }

    /** In a sentence, with the whole path. */
    Problem does(LayerKind layer, Spot spot) {
        boolean beside = kind == Kind.WRAP && layer.role() == LayerKind.Role.BESIDE;
        return Problem.of(
                "ui",
                "newlayer.does." + key() + (beside ? ".beside" : ""),
                switch (kind) {
                    case WRAP, REPLACE, DECLARE -> module;
                    case INSERT, BRANCH_LOSS, BRANCH_OUTPUT, BRANCH_IGNORED ->
                        // A step of the root has no path before its slash; an argument's sign is for edit scripts.
                        spot.after().orElse("").replace("@", "").replaceFirst("^/", "");
                });
    }

    private String key() {
        return kind.name().toLowerCase(Locale.ROOT) + (kind == Kind.DECLARE && module.isEmpty() ? ".root" : "");
    }

    /** Does the layer see a value, so that sizes follow from it? */
    boolean reads() {
        return kind != Kind.DECLARE;
    }

    /** Does what comes next get what the layer gives? */
    boolean isPassed() {
        return kind == Kind.INSERT || kind == Kind.WRAP || kind == Kind.REPLACE;
    }

    /** Where the layer stands afterwards. */
    String placeOf(String name) {
        return Places.join(home(), name);
    }

    /** The module that gets the layer as an attribute. */
    String home() {
        return kind == Kind.REPLACE ? module.substring(0, Math.max(0, module.lastIndexOf('.'))) : module;
    }

    /** The attribute that a replaced module has and keeps. */
    String ownName() {
        return module.substring(module.lastIndexOf('.') + 1);
    }

    /** @param weight of a branch that is added to the loss */
    Edit edit(Spot spot, LayerSpec layer, Edit.Scope scope, double weight) {
        String after = spot.after().orElse("");
        return switch (kind) {
            case INSERT -> new Edit.Insert(module, after, layer, scope);
            case WRAP -> new Edit.Wrap(module, layer, scope);
            case REPLACE -> new Edit.Replace(module, layer, scope);
            case BRANCH_LOSS -> new Edit.Branch(module, after, layer, Edit.Use.LOSS, weight, scope);
            case BRANCH_OUTPUT -> new Edit.Branch(module, after, layer, Edit.Use.OUTPUT, 1, scope);
            case BRANCH_IGNORED -> new Edit.Branch(module, after, layer, Edit.Use.IGNORED, 1, scope);
            case DECLARE -> new Edit.Declare(module, layer, scope);
        };
    }
}
