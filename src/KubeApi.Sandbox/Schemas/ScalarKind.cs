namespace KubeApi.Sandbox.Schemas;

internal enum ScalarKind
{
    String,
    Integer,
    Number,
    Boolean,

    /// <summary>A string or a number: quantities, ports by name or number.</summary>
    Untyped,
}
