using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>Writes PowerShell values as the API's JSON: PSObjects, hashtables, dictionaries, arrays, dates. Unread values are written unchanged.</summary>
internal static class JsonWriter
{
    private static readonly JsonWriterOptions s_options = new()
    {
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Properties that the provider adds to objects of a drive.
    private static readonly HashSet<string> s_providerNames =
        new(StringComparer.OrdinalIgnoreCase) { "PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "PSIsContainer" };

    // Properties that PowerShell adds to the output of jobs and of remote computers.
    private static readonly HashSet<string> s_remotingNames =
        new(StringComparer.OrdinalIgnoreCase) { "PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId" };

    /// <summary>The JSON of a value, in UTF-8.</summary>
    /// <exception cref="ArgumentException">A value cannot be converted to JSON; the message has its path.</exception>
    public static byte[] Write(object? value)
    {
        // Most objects fit, so the buffer does not grow step by step.
        var buffer = new ArrayBufferWriter<byte>(8192);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            Write(writer, value, "$", 0);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, object? value, string path, int depth)
    {
        if (depth > JsonLimits.MaxDepth)
        {
            throw new ArgumentException(
                $"The value is nested deeper than {JsonLimits.MaxDepth} levels at {path[..Math.Min(path.Length, 60)]}…; does it contain itself?");
        }

        // The output of a command that wrote nothing: PowerShell's AutomationNull, which looks like an empty object.
        value = value == AutomationNull.Value ? null : value;
        if (value is RoundedNumber number)
        {
            writer.WriteRawValue(number.Text, skipInputValidation: true);
            return;
        }

        var psObject = value as PSObject;
        var bare = psObject?.BaseObject ?? value;
        switch (bare)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string s when JsonText.HasHalf(s):
                writer.WriteRawValue(JsonText.Escape(s), skipInputValidation: true);
                break;
            case string s:
                writer.WriteStringValue(s);
                break;
            case bool b:
                writer.WriteBooleanValue(b);
                break;
            case BigInteger big:
                writer.WriteRawValue(big.ToString(CultureInfo.InvariantCulture));
                break;
            case double d when double.IsFinite(d):
                writer.WriteNumberValue(d);
                break;
            case float f when float.IsFinite(f):
                writer.WriteNumberValue(f);
                break;
            case double or float:
                throw NotConvertible(path, "a number that is not finite");
            case decimal m:
                writer.WriteNumberValue(m);
                break;
            case ulong u:
                writer.WriteNumberValue(u);
                break;
            case long or int or short or sbyte or uint or ushort or byte:
                writer.WriteNumberValue(Convert.ToInt64(bare, CultureInfo.InvariantCulture));
                break;
            case Enum e:
                writer.WriteStringValue(e.ToString());
                break;
            case DateTime time:
                writer.WriteStringValue(Rfc3339(time.ToUniversalTime()));
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(Rfc3339(time.UtcDateTime));
                break;
            case SwitchParameter isPresent:
                writer.WriteBooleanValue(isPresent);
                break;
            case Guid or Uri or char or Version:
                writer.WriteStringValue(bare.ToString());
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case JsonNode or JsonElement or JsonDocument:
                JsonSerializer.Serialize(writer, bare);
                break;
            case SecureString:
                throw NotConvertible(path, "a SecureString, which is never written out");
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, path, depth);
                break;
            case PSCustomObject:
                WriteProperties(writer, psObject!, path, depth);
                break;
            case IEnumerable list:
                WriteArray(writer, list, path, depth);
                break;
            case var other:
                throw NotConvertible(path, Articles.Before(other.GetType().FullName!));
        }
    }

    // Time has whole seconds; MicroTime has a fraction of six digits.
    private static string Rfc3339(DateTime utc) =>
        utc.ToString(utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void WriteDictionary(Utf8JsonWriter writer, IDictionary dictionary, string path, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            WriteName(writer, name, path);
            Write(writer, entry.Value, $"{path}.{name}", depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject o, string path, int depth)
    {
        writer.WriteStartObject();
        var isFromJob = depth == 0 && o.TypeNames.Any(t => t.StartsWith("Deserialized.", StringComparison.Ordinal));
        foreach (var property in o.Properties)
        {
            if (property.MemberType != PSMemberTypes.NoteProperty || (depth == 0 && s_providerNames.Contains(property.Name))
                || (isFromJob && s_remotingNames.Contains(property.Name)))
            {
                continue;
            }

            WriteName(writer, property.Name, path);
            if (property is not JsonProperty lazy || !lazy.TryWriteUntouched(writer))
            {
                Write(writer, property.Value, $"{path}.{property.Name}", depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    // The writer would replace it by another character.
    private static void WriteName(Utf8JsonWriter writer, string name, string path) =>
        writer.WritePropertyName(JsonText.HasHalf(name) ? throw NotConvertible($"{path}.{name}", "a property whose name has an unpaired surrogate") : name);

    private static void WriteArray(Utf8JsonWriter writer, IEnumerable list, string path, int depth)
    {
        writer.WriteStartArray();
        var index = 0;
        foreach (var item in list)
        {
            Write(writer, item, $"{path}[{index++}]", depth + 1);
        }

        writer.WriteEndArray();
    }

    private static ArgumentException NotConvertible(string path, string what) => new($"Cannot convert the value at {path} to JSON: it is {what}.");
}
