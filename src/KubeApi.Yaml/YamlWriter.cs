using System.Text.Json;
using KubeApi.Client.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Writes JSON as the YAML that kubectl and people write: block style, with what some reader would misread in quotes.</summary>
public sealed class YamlWriter : IYamlWriter
{
    private const int MaxDepth = 512;

    private static readonly EmitterSettings s_settings = new EmitterSettings().WithBestWidth(int.MaxValue);
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };

    /// <inheritdoc/>
    public string ToYaml(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, s_options);
        // Not Environment.NewLine: a line end is part of what a block text says.
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, s_settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        var last = Write(emitter, document.RootElement);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return last is { Style: ScalarStyle.Literal } && last.Value.EndsWith('\n') ? text.ToString() : text.ToString().TrimEnd('\n');
    }

    // Gives the last scalar that it wrote.
    private static Scalar? Write(IEmitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteMapping(emitter, value);
            case JsonValueKind.Array:
                return WriteSequence(emitter, value);
            case JsonValueKind.String:
                return Emit(emitter, YamlText.ToScalar(YamlText.Of(value), isKey: false));
            default:
                return Emit(emitter, new Scalar(value.GetRawText()));
        }
    }

    private static Scalar? WriteMapping(IEmitter emitter, JsonElement mapping)
    {
        var last = default(Scalar);
        var isEmpty = !mapping.EnumerateObject().Any();
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isEmpty ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var property in mapping.EnumerateObject())
        {
            emitter.Emit(YamlText.ToScalar(YamlText.NameOf(property), isKey: true));
            last = Write(emitter, property.Value);
        }

        emitter.Emit(new MappingEnd());
        return last;
    }

    private static Scalar? WriteSequence(IEmitter emitter, JsonElement sequence)
    {
        var last = default(Scalar);
        var isEmpty = sequence.GetArrayLength() == 0;
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isEmpty ? SequenceStyle.Flow : SequenceStyle.Block));
        foreach (var item in sequence.EnumerateArray())
        {
            last = Write(emitter, item);
        }

        emitter.Emit(new SequenceEnd());
        return last;
    }

    private static Scalar Emit(IEmitter emitter, Scalar scalar)
    {
        emitter.Emit(scalar);
        return scalar;
    }
}
