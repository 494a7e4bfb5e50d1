namespace KubeApi.Sandbox.Schemas;

internal enum SchemaShape
{
    /// <summary>Any value is valid: raw JSON, preserved unknown fields.</summary>
    Anything,

    /// <summary>An object of declared fields.</summary>
    Struct,

    /// <summary>An object of free keys, whose values are all of one kind.</summary>
    Map,

    List,

    Scalar,
}
