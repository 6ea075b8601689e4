package org.layergraft.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the configs of installed packages are, which {@code mmdet::…} and {@code from mmdet.configs…} name. MMEngine asks Python for
 * the package (mmengine/config/utils.py, _get_external_cfg_base_path); here they are looked for in the folders given, and beside and
 * above the config, where a checkout of the package has them.
 *
 * @param folders each a package's {@code configs} folder
 */
public record Scopes(List<Path> folders) {

    public static final Scopes NONE = new Scopes(List.of());

    private static final int HIGHEST = 12;

    public Scopes {
        folders = List.copyOf(folders);
    }

    /** @param scoped {@code mmdet::_base_/default_runtime.py} */
    Optional<Path> scoped(String scoped, Path from, ConfigFiles files) {
        int colons = scoped.indexOf("::");
        String scope = scoped.substring(0, colons);
        String inside = scoped.substring(colons + 2);
        return find(
                from,
                files,
                List.of(inside),
                List.of(
                        scope + "/.mim/configs/" + inside,
                        "configs/" + inside,
                        scope + "/configs/" + inside,
                        project(scope) + "/configs/" + inside));
    }

    /** @param module {@code mmdet.configs._base_.default_runtime} */
    Optional<Path> module(String module, Path from, ConfigFiles files) {
        String path = module.replace('.', '/') + ".py";
        int configs = path.indexOf("/configs/");
        String inside = configs < 0 ? path : path.substring(configs + "/configs/".length());
        String scope = path.substring(0, Math.max(0, path.indexOf('/')));
        return find(from, files, List.of(inside), List.of(path, project(scope) + "/" + path));
    }

    private Optional<Path> find(Path from, ConfigFiles files, List<String> inFolders, List<String> above) {
        for (Path folder : folders) {
            for (String name : inFolders) {
                Path file = folder.toAbsolutePath().resolve(name).normalize();
                if (files.exists(file)) {
                    return Optional.of(file);
                }
            }
        }
        Path folder = from.getParent();
        for (int i = 0; i < HIGHEST && folder != null; i++) {
            for (String name : above) {
                Path file = folder.resolve(name).normalize();
                if (files.exists(file)) {
                    return Optional.of(file);
                }
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /** The folder that a checkout of the package usually has. */
    private static String project(String scope) {
        return switch (scope) {
            case "mmdet" -> "mmdetection";
            case "mmseg" -> "mmsegmentation";
            case "mmdet3d" -> "mmdetection3d";
            case "mmaction" -> "mmaction2";
            default -> scope;
        };
    }
}
