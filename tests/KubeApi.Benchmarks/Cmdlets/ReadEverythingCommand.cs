using System.Management.Automation;
using KubeApi.Client.Objects;
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
            if (property is Output.JsonProperty lazy && lazy.TryGetUntouched(out var json))
            {
                var cursor = new JsonCursor(json.Span);
                lazy.Value = Value(json.Span, ref cursor);
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Read(InputObject);
        WriteObject(InputObject);
    }

    private static object? Value(ReadOnlySpan<byte> json, ref JsonCursor cursor)
    {
        switch (cursor.Current)
        {
            case (byte)'{':
                var result = new PSObject();
                for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
                {
                    var raw = cursor.ReadName(out var isEscaped);
                    var name = isEscaped ? JsonText.Unescape(raw) : s_names.Get(raw);
                    result.Properties.Add(new PSNoteProperty(name, Value(json, ref cursor)), preValidated: true);
                }

                return result;
            case (byte)'[':
                var items = new List<object?>();
                for (var more = cursor.Enter('['); more; more = cursor.Next('['))
                {
                    items.Add(Value(json, ref cursor));
                }

                return items.ToArray();
            default:
                var start = cursor.Position;
                cursor.SkipValue();
                return JsonValue.Scalar(json[start..cursor.Position]);
        }
    }
}
