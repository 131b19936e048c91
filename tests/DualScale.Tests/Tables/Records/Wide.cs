namespace DualScale.Tests.Data;

/// <summary>A record of one member more than a table has columns.</summary>
internal sealed record Wide(
    int A0, int A1, int A2, int A3, int A4, int A5, int A6, int A7, int A8, int A9, int A10, int A11, int A12, int A13, int A14,
    int A15, int A16, int A17, int A18, int A19, int A20, int A21, int A22, int A23, int A24, int A25, int A26, int A27,
    int A28, int A29, int A30, int A31, int A32, int A33, int A34, int A35, int A36, int A37, int A38, int A39, int A40,
    int A41, int A42, int A43, int A44, int A45, int A46, int A47, int A48, int A49, int A50, int A51, int A52, int A53,
    int A54, int A55, int A56, int A57, int A58, int A59, int A60, int A61, int A62, int A63, int A64, int A65, int A66,
    int A67, int A68, int A69, int A70, int A71, int A72, int A73, int A74, int A75, int A76, int A77, int A78, int A79,
    int A80, int A81, int A82, int A83, int A84, int A85, int A86, int A87, int A88, int A89, int A90, int A91, int A92,
    int A93, int A94, int A95, int A96, int A97, int A98, int A99, int A100);
