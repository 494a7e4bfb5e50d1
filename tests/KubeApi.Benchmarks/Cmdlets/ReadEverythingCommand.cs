using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text.Json;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Cmdlets;

/// <summary>Makes every value of an object at once and in one pass, as a good reader that is not lazy would, and passes it on.</summary>
[Cmdlet(VerbsCommunications.Read, "BenchmarkEverything")]
public sealed class ReadEverythingCommand : Cmdlet
{
    private static readonly NameTable s_names = new();

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    internal static void Read(PSObject o)
    {
        foreach (var property in o.Properties)
        {
            if (property is Output.JsonProperty lazy && lazy.TryGetUntouched(out var json) && MemoryMarshal.TryGetArray(json, out var bytes))
            {
                var reader = new Utf8JsonReader(bytes);
                reader.Read();
                lazy.Value = Value(ref reader);
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Read(InputObject);
        WriteObject(InputObject);
    }

    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var result = new PSObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.ValueIsEscaped ? reader.GetString()! : s_names.Get(reader.ValueSpan);
                    reader.Read();
                    result.Properties.Add(new PSNoteProperty(name, Value(ref reader)), preValidated: true);
                }

                return result;
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader));
                }

                return items.ToArray();
            default:
                return JsonValue.Scalar(ref reader);
        }
    }
}
