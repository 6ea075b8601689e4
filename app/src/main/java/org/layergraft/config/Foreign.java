package org.layergraft.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.layergraft.config.ConfigFile.Format;
import org.layergraft.text.LayergraftException;

/**
 * Tells files of other training libraries, and training scripts, from configs of MMEngine, MMDetection and mmcv: read as one of theirs,
 * they would be told what is not so, and changed where nothing reads it.
 */
final class Foreign {

    /** What no other library has at the top; a part that others inherit may have no more than one of them. */
    private static final Set<String> THEIRS = Set.of(
            "train_cfg",
            "val_cfg",
            "test_cfg",
            "optimizer_config",
            "lr_config",
            "momentum_config",
            "checkpoint_config",
            "log_config",
            "custom_hooks",
            "custom_imports",
            "dist_params",
            "auto_scale_lr",
            "dataset_type",
            "train_pipeline",
            "test_pipeline",
            "tta_model",
            "tta_pipeline",
            "img_norm_cfg",
            "norm_cfg",
            "data_preprocessor",
            "total_epochs",
            "sync_bn",
            "load_from",
            "resume_from");

    /** Names that others use, too; alone they are theirs where no other library shows. */
    private static final Set<String> SHARED = Set.of(
            "model",
            "data",
            "data_root",
            "runner",
            "optimizer",
            "evaluation",
            "workflow",
            "fp16",
            "strategy",
            "activation_checkpointing",
            "find_unused_parameters");

    /** Of a DeepSpeed config: docs/_pages/config-json.md. */
    private static final Set<String> DEEPSPEED = Set.of(
            "train_batch_size",
            "train_micro_batch_size_per_gpu",
            "zero_optimization",
            "gradient_accumulation_steps",
            "zero_allow_untested_optimizer");

    /** Of Accelerate's config: src/accelerate/commands/config/config_args.py, BaseConfig. */
    private static final Set<String> ACCELERATE = Set.of("compute_environment", "distributed_type", "num_processes");

    /** Of Transformers' TrainingArguments: src/transformers/training_args.py. */
    private static final Set<String> TRANSFORMERS = Set.of(
            "ddp_find_unused_parameters",
            "per_device_train_batch_size",
            "gradient_checkpointing_kwargs",
            "num_train_epochs",
            "output_dir");

    /** Of Lightning's CLI, whose parsers have the arguments of these (src/lightning/pytorch/cli.py, LightningArgumentParser). */
    private static final Set<String> LIGHTNING = Set.of("trainer", "seed_everything", "ckpt_path");

    /** Of Detectron2's YAML configs: detectron2/config/defaults.py. */
    private static final Set<String> DETECTRON2 =
            Set.of("_BASE_", "MODEL", "SOLVER", "DATASETS", "DATALOADER", "INPUT");

    /** What this program writes as JSON: results of check, matrix, compare, graph and config, edit scripts and experiments. */
    private static final List<Set<String>> OWN = List.of(
            Set.of("run", "switches", "verdict", "coverage"),
            Set.of("advice", "runs"),
            Set.of("first", "second", "difference"),
            Set.of("modules", "nodes", "edges", "parameters"),
            Set.of("framework", "effective", "values"),
            Set.of("layergraft", "edits"));

    /** @param imports its packages; the one whose program a script is comes before those that it uses in turn */
    private record Library(String name, Set<String> keys, String imports) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library("Lightning", LIGHTNING, "lightning|pytorch_lightning|lightning_fabric"),
            new Library("Detectron2", DETECTRON2, "detectron2"),
            new Library("Accelerate", ACCELERATE, "accelerate"),
            new Library("Transformers", TRANSFORMERS, "transformers"),
            new Library("DeepSpeed", DEEPSPEED, "deepspeed"));

    private static final Pattern WRAPS = Pattern.compile("\\bDistributedDataParallel\\b");

    /** What a script has, and a config hardly ever. */
    private static final Pattern PROGRAM = Pattern.compile("(?m)^(?:async )?(?:def|class) \\w|^if __name__\\b");

    private final Config config;

    private Foreign(Config config) {
        this.config = config;
    }

    /** @throws LayergraftException INPUT for what is none of theirs, with the library that it is for where that shows */
    static void refuse(Config config) throws LayergraftException {
        var foreign = new Foreign(config);
        if (foreign.isOwn()) {
            throw LayergraftException.input(
                    "config", "read.result", config.top().path());
        }
        if (foreign.isTheirs()) {
            return;
        }
        if (foreign.wraps()) {
            throw LayergraftException.input(
                    "config", "read.script", config.top().path());
        }
        Optional<String> library = foreign.library();
        if (library.isPresent()) {
            throw LayergraftException.input(
                    "config", "read.library", config.top().path(), library.get());
        }
        // A file with nothing in it is the beginning of a config.
        boolean started = config.values().entries().isEmpty() && !foreign.isProgram();
        if (!started && !foreign.mayBeTheirs()) {
            throw LayergraftException.input(
                    "config", "read.foreign", config.top().path());
        }
    }

    private boolean isOwn() {
        return config.top().format() == Format.JSON
                && config.files().size() == 1
                && (OWN.stream().anyMatch(keys -> keys.stream().allMatch(this::has))
                        || config.values().entries().keySet().equals(Set.of("edits")));
    }

    private boolean isTheirs() {
        ConfigFile top = config.top();
        boolean inherits = config.files().size() > 1 || !top.bases().isEmpty() || namesBases();
        return inherits
                || Stream.concat(Framework.keys(), THEIRS.stream())
                        .filter(k -> !SHARED.contains(k))
                        .anyMatch(this::has)
                || SHARED.stream().anyMatch(this::isBuilt);
    }

    /** In either style, and where its name is not known without Python. */
    private boolean namesBases() {
        String text = config.top().text();
        return python() && (text.contains("_base_") || text.contains("read_base"));
    }

    /** What a registry builds has a type that is a name (mmengine/registry/build_functions.py); DeepSpeed's optimizer has params, too. */
    private boolean isBuilt(String key) {
        return config.values().get(key).map(Entry::value).stream()
                .anyMatch(v -> v instanceof ConfigValue.Dict dict
                        && dict.get("type").isPresent()
                        && dict.get("params").isEmpty());
    }

    /** A part that others inherit, or the beginning of a config: its dictionaries are those of a config, and no library shows. */
    private boolean mayBeTheirs() {
        boolean shared = SHARED.stream()
                .flatMap(k -> config.values().get(k).stream())
                .anyMatch(e -> !isProgram() || e.value() instanceof ConfigValue.Dict);
        return shared || !isProgram() && hasType(config.values());
    }

    private static boolean hasType(ConfigValue value) {
        return switch (value) {
            case ConfigValue.Dict dict ->
                dict.get("type").isPresent() || dict.entries().values().stream().anyMatch(e -> hasType(e.value()));
            case ConfigValue.Items items -> items.items().stream().anyMatch(e -> hasType(e.value()));
            default -> false;
        };
    }

    private Optional<String> library() {
        Predicate<Library> is =
                python() ? this::imports : l -> l.keys().stream().anyMatch(this::has);
        return LIBRARIES.stream().filter(is).map(Library::name).findFirst();
    }

    private boolean imports(Library library) {
        return Pattern.compile("(?m)^\\s*(?:from|import) (?:" + library.imports() + ")\\b")
                .matcher(config.top().text())
                .find();
    }

    private boolean wraps() {
        return python() && WRAPS.matcher(config.top().text()).find();
    }

    private boolean isProgram() {
        return python() && PROGRAM.matcher(config.top().text()).find();
    }

    private boolean python() {
        return config.top().format() == Format.PYTHON;
    }

    private boolean has(String key) {
        return config.values().get(key).isPresent();
    }
}
