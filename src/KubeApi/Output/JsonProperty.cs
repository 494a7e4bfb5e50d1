using System.Management.Automation;
using System.Text.Json;

namespace KubeApi.Output;

/// <summary>
/// A property whose value is still JSON: an object or array, kept as a slice of its object's bytes until it is first read. An unread value is never parsed, and
/// is written back unchanged. Two runspaces may read it at the same time: both get the same value.
/// </summary>
internal class JsonProperty : PSNoteProperty
{
    private readonly int _offset;
    private readonly int _length;
    private readonly bool _isArray;
    private JsonSource? _source;
    private bool _isOwned;

    public JsonProperty(string name, JsonSource source, int offset, int length)
        : base(name, null)
    {
        (_source, _offset, _length) = (source, offset, length);
        _isArray = source.Bytes[offset] == '[';
    }

    /// <summary>The value; parsed when it is first read.</summary>
    public override object? Value
    {
        get
        {
            // Read the source first: once it is null, the value is published.
            if (Volatile.Read(ref _source) is not { } source)
            {
                return base.Value;
            }

            // Parse outside the lock: it may take long, and the same bytes have the same value.
            var value = Parse(source, _offset);
            lock (source)
            {
                if (_source is not null)
                {
                    base.Value = value;
                    Volatile.Write(ref _source, null);
                }

                return base.Value;
            }
        }

        set
        {
            if (Volatile.Read(ref _source) is not { } source)
            {
                base.Value = value;
                return;
            }

            lock (source)
            {
                base.Value = value;
                Volatile.Write(ref _source, null);
            }
        }
    }

    public override string TypeNameOfValue =>
        Volatile.Read(ref _source) is null ? base.TypeNameOfValue : _isArray ? "System.Object[]" : "System.Management.Automation.PSCustomObject";

    /// <summary>The original JSON; false once the value was read, because it may have been changed since.</summary>
    public bool TryGetUntouched(out ReadOnlyMemory<byte> json)
    {
        json = Volatile.Read(ref _source) is { } source ? source.Bytes.AsMemory(_offset, _length) : default;
        return !json.IsEmpty;
    }

    /// <summary>Writes the original JSON; false once the value was read.</summary>
    public virtual bool TryWriteUntouched(Utf8JsonWriter writer)
    {
        if (!TryGetUntouched(out var json))
        {
            return false;
        }

        writer.WriteRawValue(json.Span, skipInputValidation: true);
        return true;
    }

    // Properties.Add copies its argument. The first time, the property itself can be returned, because nothing else refers to it yet.
    public override PSMemberInfo Copy()
    {
        if (!_isOwned)
        {
            _isOwned = true;
            return this;
        }

        return new PSNoteProperty(Name, Value);
    }

    // Get-Member shows it. The base class reads its private field, which is empty until the value is first read.
    public override string ToString()
    {
        _ = Value;
        return base.ToString();
    }

    protected virtual object? Parse(JsonSource source, int offset) => JsonValue.Parse(source, offset);
}
