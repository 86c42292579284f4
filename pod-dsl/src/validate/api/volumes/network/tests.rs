use super::super::tests::cases;
use crate::validate::{
    api::case::{Elsewhere, INVALID, REQUIRED, deployment, pod},
    trials::Case,
};

/// Sixty letters.
macro_rules! letters {
    () => {
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"
    };
}

cases! {
    "" r#""nfs":{"server":"s","path":"/a/../b"}"#;
    "volume-nfs-server-missing" r#""nfs":{"server":"","path":"/"}"# => Required ".nfs.server";
    "volume-nfs-path-missing" r#""nfs":{"server":"s","path":""}"# => Required ".nfs.path", Invalid ".nfs.path";
    "volume-nfs-path-relative" r#""nfs":{"server":"s","path":"a"}"# => Invalid ".nfs.path";

    "volume-iscsi-iqn-malformed" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.com.example:disk 1","lun":255}"#
        => Invalid ".iscsi.iqn";
    "" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.com.example:a:b/c","lun":0,"chapAuthSession":true,"secretRef":{}}"#;
    "" r#""iscsi":{"targetPortal":"p","iqn":"eui.0123456789abcdEF","lun":0,"initiatorName":"naa.0123456789abcdef0123456789abcdef"}"#;
    // Whatever stands in front of the first whole name is let pass.
    "" r#""iscsi":{"targetPortal":"p","iqn":"iqn iqn.2024-01.a:b","lun":0}"#;
    "volume-iscsi-portal-missing" r#""iscsi":{"targetPortal":"","iqn":"iqn.2024-01.a:b","lun":0}"# => Required ".iscsi.targetPortal";
    "volume-iscsi-iqn-missing" r#""iscsi":{"targetPortal":"p","iqn":"","lun":0}"# => Required ".iscsi.iqn";
    "volume-iscsi-iqn-malformed" r#""iscsi":{"targetPortal":"p","iqn":"disk","lun":0}"# => Invalid ".iscsi.iqn";
    "volume-iscsi-iqn-malformed" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-1.a:b","lun":0}"# => Invalid ".iscsi.iqn";
    "volume-iscsi-iqn-malformed" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.a","lun":0}"# => Invalid ".iscsi.iqn";
    "volume-iscsi-iqn-malformed" r#""iscsi":{"targetPortal":"p","iqn":"eui.0123456789abcde","lun":0}"# => Invalid ".iscsi.iqn";
    "volume-iscsi-lun-out-of-range" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.a:b","lun":256}"# => Invalid ".iscsi.lun";
    "volume-iscsi-secret-missing" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.a:b","lun":0,"chapAuthDiscovery":true}"#
        => Required ".iscsi.secretRef";
    "volume-iscsi-initiator-malformed" r#""iscsi":{"targetPortal":"p","iqn":"iqn.2024-01.a:b","lun":0,"initiatorName":""}"#
        => Invalid ".iscsi.initiatorname";
    "" concat!(r#""iscsi":{"iqn":"iqn.2024-01.a:b","lun":0,"initiatorName":"iqn.2024-01.a:b","targetPortal":"12"#, letters!(), r#""}"#);
    "volume-iscsi-name-too-long" concat!(r#""iscsi":{"iqn":"iqn.2024-01.a:b","lun":0,"initiatorName":"iqn.2024-01.a:b","targetPortal":"123"#, letters!(), r#""}"#)
        => Invalid ".name";

    "" r#""fc":{"wwids":["w"],"lun":999}"#;
    "" r#""fc":{"targetWWNs":["w"],"lun":255}"#;
    "volume-fc-target-missing" r#""fc":{"lun":1}"# => Required ".fc.targetWWNs";
    "volume-fc-target-twice" r#""fc":{"targetWWNs":["w"],"wwids":["w"],"lun":0}"# => Invalid ".fc.targetWWNs";
    "volume-fc-lun-missing" r#""fc":{"targetWWNs":["w"]}"# => Required ".fc.lun";
    "volume-fc-lun-out-of-range" r#""fc":{"targetWWNs":["w"],"lun":-1}"# => Invalid ".fc.lun";

    "" r#""csi":{"driver":"Example.COM","nodePublishSecretRef":{"name":"s.t"}}"#;
    "" concat!(r#""csi":{"driver":"123"#, letters!(), r#""}"#);
    "volume-csi-driver-missing" r#""csi":{"driver":""}"# => Required ".csi.driver";
    "volume-csi-driver-too-long" concat!(r#""csi":{"driver":"1234"#, letters!(), r#""}"#) => TooLong ".csi.driver";
    "volume-csi-driver-malformed" r#""csi":{"driver":"a_b"}"# => Invalid ".csi.driver";
    "volume-csi-secret-name-missing" r#""csi":{"driver":"d","nodePublishSecretRef":{}}"# => Required ".csi.nodePublishSecretRef.name";
    "volume-csi-secret-name-malformed" r#""csi":{"driver":"d","nodePublishSecretRef":{"name":"A"}}"# => Invalid ".csi.name";

    "" r#""image":{"reference":"not : a reference","pullPolicy":""}"#;
    "volume-image-reference-missing" r#""image":{"pullPolicy":"Never"}"# => Required ".image.reference";
    "volume-image-pull-policy-unknown" r#""image":{"reference":"r","pullPolicy":"Sometimes"}"# => NotSupported ".image.pullPolicy";
}

/// A template whose volume leaves its image open.
const OPEN: &str = deployment!(r#""volumes":[{"name":"v","image":{}}],"#, "");

pub(crate) const TEMPLATE_CASES: &[Case] = &[("", OPEN, &[])];

/// What other releases say.
#[rustfmt::skip]
pub(crate) const ELSEWHERE: &[Elsewhere] = &[
    (37, None, ("volume-image-reference-missing", OPEN, &[(REQUIRED, "spec.template.spec.volumes[0].image.reference")])),
    (34, None, ("volume-csi-driver-missing", pod!(r#""volumes":[{"name":"v","csi":{"driver":""}}],"#, ""), &[(REQUIRED, "spec.volumes[0].csi.driver"), (INVALID, "spec.volumes[0].csi.driver")])),
];
