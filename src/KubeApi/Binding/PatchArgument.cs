using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Output;
using KubeApi.Yaml;

namespace KubeApi.Binding;

/// <summary>
/// A change to an object: a patch (a hashtable or object, a string of YAML or JSON, an array of operations), a script block that edits the object, or new
/// labels, annotations and images.
/// </summary>
internal sealed class PatchArgument
{
    private readonly ScriptBlock? _script;
    private readonly IReadOnlyList<ImageArgument> _images;

    private PatchArgument(JsonNode? patch, ScriptBlock? script = null, IReadOnlyList<ImageArgument>? images = null) =>
        (Patch, _script, _images) = (patch, script, images ?? []);

    /// <summary>The patch; null for a script block.</summary>
    public JsonNode? Patch { get; }

    /// <summary>Whether the patch depends on the object, and <see cref="Edit"/> creates it.</summary>
    public bool NeedsObject => IsScript || _images.Count > 0;

    /// <summary>Whether a script block edits the object.</summary>
    public bool IsScript => _script is not null;

    /// <summary>Reads the arguments of -Patch and -Type.</summary>
    /// <exception cref="FormatException">The value is not valid YAML, or not a patch.</exception>
    /// <exception cref="ArgumentException">A value cannot be converted to JSON, or the patch does not fit its type.</exception>
    public static PatchArgument Read(object patch, PatchType? type)
    {
        var bare = EmptyValue.Unwrap(patch);
        if (bare is ScriptBlock script)
        {
            return type is null or PatchType.Merge ? new(null, script) : throw new ArgumentException("A script block produces a merge patch: omit -Type.");
        }

        var json = bare is string text
            ? string.IsNullOrWhiteSpace(text)
            ? "{}"u8.ToArray()
            : Single(YamlLoader.CreateReader().ToJson(text))
            : JsonWriter.Write(patch);
        var node = JsonNodes.Parse(json) ?? new JsonObject();
        return (type, node) switch
        {
            (PatchType.Json, JsonObject one) => new(new JsonArray(one)),
            (PatchType.Json or null, JsonArray) or (not PatchType.Json, JsonObject) => new(node),
            (_, JsonArray) =>
                throw new ArgumentException(
                    $"An array is a patch of -Type Json: a list of operations, @{{ op = 'replace'; path = '/spec/replicas'; value = 2 }}. A patch of -Type "
                        + $"{type} is a hashtable."),
            _ => throw new ArgumentException(
                "A patch is a hashtable, an object, an array of operations, a string of YAML or JSON, or a script block that edits $_."),
        };
    }

    /// <summary>Rejects an empty patch or operation, for example from a misspelled variable: an empty apply would give up every field.</summary>
    /// <exception cref="ArgumentException">The patch or an operation is empty.</exception>
    public void RequireContent()
    {
        var empty = Patch is JsonArray operations ? operations.ToList().FindIndex(IsEmpty) : -1;
        if (!IsScript && (empty >= 0 || IsEmpty(Patch)))
        {
            throw new ArgumentException($"-Patch{(empty >= 0 ? $"[{empty}]" : "")} is null or empty; nothing was changed. Is a variable in it undefined?");
        }
    }

    /// <summary>Reads the arguments of -Label, -Annotation and -Image.</summary>
    /// <exception cref="ArgumentException">There is nothing to change, or a value is not a string.</exception>
    public static PatchArgument Read(IDictionary? labels, IDictionary? annotations, object[]? images)
    {
        var (patch, pairs) = (MetadataPatch.Of(labels, annotations), ImageArgument.ReadAll(images ?? []));
        return patch.Count + pairs.Count > 0
            ? new(patch, null, pairs)
            : throw new ArgumentException("-Label, -Annotation and -Image are empty: there is nothing to change.");
    }

    /// <summary>The type to send; null for a strategic merge patch if the resource supports it, else a merge patch.</summary>
    public PatchType? TypeOr(PatchType? wanted) => wanted ?? (Patch is JsonArray ? PatchType.Json : null);

    /// <summary>Creates the merge patch for the version of the object that was read; null if nothing changes.</summary>
    /// <param name="o">The object as it is.</param>
    /// <exception cref="ArgumentException">The block failed or added a value that cannot be converted to JSON, or the object has no such container.</exception>
    public JsonObject? Edit(JsonObject o)
    {
        var patch = IsScript ? EditByScript(o) : EditImages(o);
        if (patch.Count == 0)
        {
            return null;
        }

        patch["metadata"] ??= new JsonObject();
        patch["metadata"]!["resourceVersion"] = o["metadata"].Child("resourceVersion")?.DeepClone();
        return patch;
    }

    private JsonObject EditByScript(JsonObject o)
    {
        var editable = EditableObject.Create(o);
        // Both sides are written by the same writer, because it may format numbers differently from the server.
        var before = ToJson(editable);
        Run(editable);
        return MergePatch.Between(before, ToJson(editable));
    }

    private JsonObject EditImages(JsonObject o)
    {
        var after = (JsonObject)o.DeepClone();
        foreach (var (container, image) in _images)
        {
            ContainerImages.Set(after, container, image);
        }

        // Labels and annotations are merged separately: they do not overlap with images.
        return new JsonObject(MergePatch.Between(o, after).Concat(Patch!.AsObject()).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }

    private void Run(IDictionary o)
    {
        try
        {
            // A block that continues after an error would leave half of a change.
            ScriptBlock.Create(
                @"$ErrorActionPreference = 'Stop'; Microsoft.PowerShell.Core\ForEach-Object -InputObject $args[0] -Process $args[1]").Invoke(o, _script);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw new ArgumentException($"The script block of -Patch failed, and nothing was changed: {e.ErrorRecord}", e);
        }
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static JsonObject ToJson(object o) => (JsonObject)JsonNodes.Parse(JsonWriter.Write(o))!;

    private static byte[] Single(IReadOnlyList<byte[]> documents) =>
        documents is [var only] ? only : throw new FormatException($"A patch is one document; this string has {documents.Count}.");
}
