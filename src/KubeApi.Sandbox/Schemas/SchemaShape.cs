namespace KubeApi.Sandbox.Schemas;

internal enum SchemaShape
{
    /// <summary>Whatever the value is, it is right: raw JSON, unknown fields that are kept.</summary>
    Anything,

    /// <summary>An object of declared fields.</summary>
    Struct,

    /// <summary>An object of free keys, whose values are all of one kind.</summary>
    Map,

    List,

    Scalar,
}
